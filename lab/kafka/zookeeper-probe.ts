import { askZooKeeper } from '../zookeeper/ask-zookeeper.ts';

/** Whether the ZooKeeper server with this myid has found its place: without a leader it serves nobody. */
export async function servesClients(id: number, port: number, timeoutMs = 2000): Promise<boolean> {
  const { servers } = await askZooKeeper([{ id, host: '127.0.0.1', port }], timeoutMs);
  return servers.length > 0;
}
