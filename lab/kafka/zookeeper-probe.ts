import { askZooKeeper } from '../../lib/adapters/zookeeper/ask-zookeeper.ts';

/** Whether the ZooKeeper server at this port has found its place: without a leader it serves nobody. */
export async function servesClients(port: number, timeoutMs = 2000): Promise<boolean> {
  const [sight] = await askZooKeeper([{ host: '127.0.0.1', port }], timeoutMs);
  return sight?.answer.kind === 'serves';
}
