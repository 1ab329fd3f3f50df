import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { askZooKeeper } from './ask-zookeeper.ts';

const opened: { server: Server; sockets: Set<Socket> }[] = [];

afterEach(() => {
  for (const { server, sockets } of opened.splice(0)) {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
});

/** A server that does with each word what it is told to. */
async function listen(answer: (socket: Socket, word: string) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (word) => {
      answer(socket, word.toString());
    });
  });
  opened.push({ server, sockets });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

const ANSWERS: Readonly<Record<string, string>> = {
  srvr: 'Zxid: 0x2a\nMode: follower\n',
  mntr: 'zk_server_state\tfollower\nzk_quorum_size\t3\n',
  conf: '',
};

test('each server is asked each word by a connection of its own', async () => {
  const words: string[] = [];
  const port = await listen((socket, word) => {
    words.push(word);
    socket.end(ANSWERS[word] ?? '');
  });
  const [sight] = await askZooKeeper([{ host: 'localhost', port }], 5000);
  expect(sight?.answer).toEqual({ kind: 'serves', server: { mode: 'follower', zxid: 42n, voters: 3 } });
  expect(sight?.hosts).toEqual(expect.arrayContaining(['localhost', '127.0.0.1']));
  expect(words.toSorted()).toEqual(['conf', 'mntr', 'srvr']);
});

test('a server that hangs, one that goes on talking and one that is gone are silent, and none of them throws', async () => {
  const hangs = await listen(() => undefined);
  const talks = await listen((socket) => {
    const timer = setInterval(() => socket.write('.'), 5);
    socket.once('close', () => {
      clearInterval(timer);
    });
  });
  const gone = await listen(() => undefined);
  const last = opened.at(-1)?.server;
  if (last !== undefined) await once(last.close(), 'close');
  const sights = await askZooKeeper(
    [hangs, talks, gone].map((port) => ({ host: '127.0.0.1', port })),
    200,
  );
  expect(sights.map(({ answer }) => answer)).toEqual([
    { kind: 'silent', reason: 'no answer within 200 ms' },
    { kind: 'silent', reason: 'no answer within 200 ms' },
    { kind: 'silent', reason: expect.stringContaining('ECONNREFUSED') },
  ]);
});

test('an answer that a broken connection cut short is none', async () => {
  const port = await listen((socket) => {
    socket.write('Zxid: 0x2a\nMode: foll', () => socket.resetAndDestroy());
  });
  const [sight] = await askZooKeeper([{ host: '127.0.0.1', port }], 5000);
  expect(sight).toEqual({
    address: { host: '127.0.0.1', port },
    hosts: ['127.0.0.1'],
    answer: { kind: 'silent', reason: expect.stringContaining('ECONNRESET') },
  });
});
