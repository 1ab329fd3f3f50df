import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/**
 * Below Linux's ephemeral range (32768 and up): a broker's port must stay free while the broker is down, and a
 * client that keeps dialing a closed ephemeral port can end up connected to itself.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** Ports of the loopback interface that nothing listens on, and that no other lab is given while this process lives. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(LOWEST, HIGHEST);
    if ((await isFree(port)) && (await isClaimed(port))) found.add(port);
  }
  return [...found];
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });

/**
 * The port of the same number in UDP, which no part of a lab uses, stands for the claim: only one process can have it,
 * and it is given back when that process ends, however.
 */
async function isClaimed(port: number): Promise<boolean> {
  const claim = createSocket('udp4');
  claim.bind({ port, address: '127.0.0.1', exclusive: true });
  try {
    await once(claim, 'listening');
  } catch {
    return false;
  }
  claim.unref();
  return true;
}
