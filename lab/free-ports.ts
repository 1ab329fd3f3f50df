import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/**
 * Below Linux's ephemeral range (32768 and up): a broker's port must stay free while the broker is down, and a
 * client that keeps dialing a closed ephemeral port can end up connected to itself.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** Ports of the loopback interface that nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) found.add(port);
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
