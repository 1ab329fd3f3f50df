import type { EngineFacts, EngineLack } from './build-request.ts';
import { type DockerAnswer, runDocker } from '../run-docker.ts';

interface Lack {
  readonly kind: EngineLack;
  readonly because: string;
}

/** `--progress=rawjson` came with it. */
const LEAST_BUILDX = [0, 13] as const;
const SNAPSHOTTER = 'io.containerd.snapshotter';
const SET_UP = 'Add docker/setup-buildx-action before this step';
const NO_EXPORT = `the engine keeps images without containerd, and then its builder writes no OCI layout. ${SET_UP}.`;

/** What the machine builds with, or the first thing that it lacks. */
export async function engineFacts(env: NodeJS.ProcessEnv): Promise<EngineFacts | Lack> {
  const ask = (...args: readonly string[]) => runDocker({ args, env });
  const [version, server, builder, info] = await Promise.all([
    ask('buildx', 'version'),
    ask('version', '--format={{.Server.Version}}'),
    ask('buildx', 'inspect'),
    ask('info', '--format={{json .DriverStatus}}'),
  ]);
  const missing = pluginLack(version) ?? builderLack({ server, builder, info });
  if (missing !== undefined) return missing;
  return { buildx: versionIn(version), engine: server.output.trim(), driver: driverOf(builder) };
}

function pluginLack(version: DockerAnswer): Lack | undefined {
  if (version.isMissing)
    return lack('docker-missing', 'docker was not found on PATH. Install Docker, or a runner that has it.');
  const found = versionIn(version);
  if (found === '') return lack('buildx-missing', `docker has no plugin buildx. ${SET_UP}.`);
  return isOlder(found)
    ? lack('buildx-too-old', `buildx ${found} is older than 0.13. ${SET_UP}.`)
    : undefined;
}

function builderLack({ server, builder, info }: Record<'server' | 'builder' | 'info', DockerAnswer>) {
  if (builder.code !== 0) return unreachable(builder);
  // The other drivers need no engine on this machine.
  if (driverOf(builder) !== 'docker') return undefined;
  if (server.code !== 0) return unreachable(server);
  return info.output.includes(SNAPSHOTTER) ? undefined : lack('no-oci-export', NO_EXPORT);
}

const unreachable = ({ errors }: DockerAnswer): Lack =>
  lack('engine-unreachable', `the engine does not answer: ${lastLine(errors)}`);

/** Empty where there is no plugin. */
const versionIn = ({ code, output }: DockerAnswer): string =>
  code === 0 ? (/\bv?(\d+\.\d+\.\d+)\b/.exec(output)?.[1] ?? '') : '';

const driverOf = ({ output }: DockerAnswer): string => /^Driver:\s+(\S+)/m.exec(output)?.[1] ?? '';

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === LEAST_BUILDX[0] && minor < LEAST_BUILDX[1];
}

const lack = (kind: EngineLack, because: string): Lack => ({ kind, because });
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
