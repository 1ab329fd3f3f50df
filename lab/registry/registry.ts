import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT, REGION } from '../aws/account.ts';
import { prefixOf, removeAbandoned } from '../engine/abandoned.ts';
import type { NamedRegistry } from '../engine/named-registry.ts';
import { provideEngine } from '../provision/engine.ts';
import type { Progress } from '../provision/progress.ts';
import { Authority } from '../tls/authority.ts';
import { tokenOf, USERNAME } from './access.ts';
import { Front } from './front.ts';
import { startStorage } from './storage.ts';

export interface RegistryOptions {
  readonly account?: string;
  readonly region?: string;
  readonly progress?: Progress;
}

/** An OCI registry that plays ECR; it ends with this process or when it is disposed of. */
export interface Registry extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`: for clients on this machine, without TLS. */
  readonly url: string;
  /** The same without the scheme, as in the name of an image. */
  readonly address: string;
  readonly credentials: { readonly username: string; readonly password: string };
  /** The same registry as ECR is called: TLS on port 443, for who knows the name and the authority. */
  readonly named: NamedRegistry;
  /** Calls, faults, passwords and rules. */
  readonly front: Front;
}

export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const { account = ACCOUNT, region = REGION, progress = () => undefined } = options;
  const { registry: program } = await provideEngine(progress);
  await removeAbandoned(tmpdir());
  const folder = await mkdtemp(join(tmpdir(), `${prefixOf(process.pid)}registry-`));
  const storage = await startStorage(program, folder);
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  const password = tokenOf(account);
  const front = new Front({ port: storage.port, host, password });
  const plain = createServer((incoming, response) => void front.handle(incoming, response));
  const authority = new Authority('lab registry');
  const identity = authority.issue({ name: host, hosts: [host] });
  const secure = createSecureServer(identity, (incoming, response) => void front.handle(incoming, response));
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const address = `127.0.0.1:${String(portOf(plain))}`;
  return {
    url: `http://${address}`,
    address,
    credentials: { username: USERNAME, password },
    named: { host, address: await listenOnItsOwn(secure), authority: authority.cert },
    front,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([plain, secure].map(close));
      const ended = once(storage.process, 'exit');
      storage.process.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const HTTPS = 443;

/** ECR's port is fixed, so the address is chosen: all of 127.0.0.0/8 is this machine. */
async function listenOnItsOwn(server: Server): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const address = ['127', randomInt(1, 255), randomInt(0, 255), randomInt(1, 255)].join('.');
    server.listen(HTTPS, address);
    try {
      await once(server, 'listening');
      return address;
    } catch (failure) {
      if (attempt > 10) throw failure;
    }
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
