import { readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, delimiter } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProvidedEngine, provideEngine } from '../provision/engine.ts';
import type { Progress } from '../provision/progress.ts';
import { removeAbandoned, removeControlGroups } from './abandoned.ts';
import { type EngineFolder, makeEngineFolder } from './engine-folder.ts';
import type { NamedRegistry } from './named-registry.ts';
import { Sandbox } from './sandbox.ts';
import { whyNoEngine } from './why-no-engine.ts';

/** A container engine with BuildKit, that ends with this process or when it is disposed of. */
export interface Engine extends AsyncDisposable {
  /** The whole environment of its clients: `docker` and `docker buildx` are found on its PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** A command that is run where the registries' names are known, by its words. */
  readonly inside: (command: readonly string[]) => string[];
}

export interface EngineOptions {
  readonly registries?: readonly NamedRegistry[];
  /** The room for images and builds; the disk of the machine where it is left out. */
  readonly diskMegabytes?: number;
  readonly progress?: Progress;
}

const START_TIMEOUT_MS = 60_000;
const ANSWERS_WITHIN_MS = 2_000;

/** @throws Error where `whyNoEngine` has an answer, or when it does not come up */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const { registries = [], progress = () => undefined, diskMegabytes } = options;
  const because = await whyNoEngine();
  if (because !== undefined) throw new Error(`no container engine can run here: ${because}`);
  const programs = await provideEngine(progress);
  await removeAbandoned(tmpdir());
  const folder = await makeEngineFolder(registries, programs.buildxPlugin);
  const sandbox = startDaemon(programs, folder, diskMegabytes);
  const dispose = async (): Promise<void> => {
    await sandbox.kill();
    await removeControlGroups(basename(folder.root));
    await rm(folder.root, { recursive: true, force: true });
  };
  try {
    await untilAnswering(sandbox, folder);
  } catch (failure) {
    await dispose();
    throw failure;
  }
  const env = clientEnvironment(programs, folder);
  return { env, inside: (command) => sandbox.inside(command), [Symbol.asyncDispose]: dispose };
}

const searchPath = ({ binFolders }: ProvidedEngine): string =>
  [...binFolders, process.env['PATH'] ?? ''].join(delimiter);

const startDaemon = (programs: ProvidedEngine, folder: EngineFolder, megabytes?: number): Sandbox =>
  Sandbox.start([programs.dockerd, ...folder.daemonArguments], {
    etc: folder.etc,
    log: folder.log,
    init: programs.tini,
    env: { PATH: searchPath(programs), HOME: folder.root },
    ...(megabytes !== undefined && { small: { folder: folder.data, megabytes } }),
  });

const clientEnvironment = (programs: ProvidedEngine, { socket, clientConfig, root }: EngineFolder) => ({
  PATH: searchPath(programs),
  HOME: root,
  DOCKER_HOST: `unix://${socket}`,
  DOCKER_CONFIG: clientConfig,
});

async function untilAnswering(sandbox: Sandbox, { socket, log }: EngineFolder): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(socket))) {
    const ended = sandbox.process.exitCode !== null || sandbox.process.signalCode !== null;
    if (ended || Date.now() > deadline) {
      const said = (await readFile(log, 'utf8')).slice(-2000);
      throw new Error(`dockerd ${ended ? 'ended while starting' : 'did not answer in time'}:\n${said}`);
    }
    await sleep(50);
  }
}

const answers = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping', timeout: ANSWERS_WITHIN_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => {
      resolve(false);
    });
    asked.end();
  });
