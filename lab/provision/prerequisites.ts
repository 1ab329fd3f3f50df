import { constants, accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runToEnd } from '../run-to-end.ts';
import type { Progress } from './progress.ts';

const PREREQUISITES = {
  java: { package: 'openjdk-17-jre-headless', what: 'a Java 17 runtime (java)' },
  mvn: { package: 'maven', what: 'Apache Maven (mvn)' },
  python3: { package: 'python3-venv', what: 'Python 3 with venv (python3)' },
  go: { package: 'golang-go', what: 'Go 1.25 or newer (go)' },
  setpriv: { package: 'util-linux', what: 'setpriv of util-linux (Linux only)' },
} as const;

export type Prerequisite = keyof typeof PREREQUISITES;

/** Finds programs on PATH; the missing ones are installed where that is possible (root, apt-get), or named. */
export async function requirePrograms(programs: readonly Prerequisite[], progress: Progress): Promise<void> {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  const packages = missing.map((program) => PREREQUISITES[program].package);
  if (!canInstall()) throw new Error(missingMessage(missing));
  await aptInstall(packages, progress);
}

/** Installs packages when that is possible; otherwise throws `otherwise`. */
export async function installOrThrow(
  packages: readonly string[],
  progress: Progress,
  otherwise: Error,
): Promise<void> {
  if (!canInstall()) throw otherwise;
  await aptInstall(packages, progress);
}

/** The path of a program on PATH. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The path of a program that `requirePrograms` has asked for. */
export function programPath(name: Prerequisite): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(missingMessage([name]));
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const canInstall = (): boolean => process.getuid?.() === 0 && findProgram('apt-get') !== undefined;

async function aptInstall(packages: readonly string[], progress: Progress): Promise<void> {
  progress(`installing ${packages.join(', ')} with apt-get`);
  await runToEnd('apt-get', ['update', '-q'], '/');
  const flags = ['-y', '-q', '--no-install-recommends'];
  const quiet = 'DEBIAN_FRONTEND=noninteractive';
  await runToEnd('env', [quiet, 'apt-get', 'install', ...flags, ...packages], '/');
}

function missingMessage(missing: readonly Prerequisite[]): string {
  const parts = missing.map((program) => PREREQUISITES[program].what);
  const packages = missing.map((program) => PREREQUISITES[program].package);
  const install = `on Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`;
  return `the lab needs ${parts.join(' and ')}, not found on PATH. Install it (${install}) and run this again.`;
}
