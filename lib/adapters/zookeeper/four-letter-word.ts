import { connect } from 'node:net';
import type { HostPort } from '../../core/host-port.ts';

/**
 * Says one word to a ZooKeeper server, by a connection of its own, and gives its answer; rejects when there is none
 * within `timeoutMs`. https://zookeeper.apache.org/doc/r3.8.4/zookeeperAdmin.html#sc_4lw
 */
export function fourLetterWord(
  word: 'srvr' | 'mntr' | 'conf',
  { host, port }: HostPort,
  timeoutMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host, port }, () => socket.write(word));
    // From the first packet to the last: a server that goes on talking is late too.
    const late = setTimeout(() => {
      socket.destroy(new Error(`no answer within ${String(timeoutMs)} ms`));
    }, timeoutMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    // Not on close: an answer that a lost connection cut short is none.
    socket.once('end', () => {
      resolve(Buffer.concat(chunks).toString());
    });
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(late);
    });
  });
}
