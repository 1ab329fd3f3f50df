import { readFile } from 'node:fs/promises';
import { findProgram } from '../provision/prerequisites.ts';
import { runToEnd } from '../run-to-end.ts';

const PROGRAMS = ['apt-get', 'dpkg-deb', 'unshare', 'nsenter', 'setpriv'];

/** Why no container engine of the lab's own can run on this machine; undefined where one can. */
export async function whyNoEngine(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `it needs Linux on x64, and this is ${process.platform} on ${process.arch}`;
  if (process.getuid?.() !== 0) return 'it needs root: a sandbox of its own mounts and processes';
  if (!(await isDebian())) return 'it is made of packages of Debian 12 or newer, and this is another system';
  const missing = PROGRAMS.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) return `it needs ${missing.join(', ')}, not found on PATH`;
  return await whyNoSandbox();
}

const isDebian = async (): Promise<boolean> =>
  /^ID=debian$/m.test(await readFile('/etc/os-release', 'utf8').catch(() => ''));

/** A container may be root and still not be allowed to mount. */
async function whyNoSandbox(): Promise<string | undefined> {
  const tried = ['--mount', '--pid', '--fork', '--mount-proc', 'mount', '-t', 'tmpfs', 'none', '/run'];
  try {
    await runToEnd('unshare', tried, '/');
    return undefined;
  } catch (failure) {
    return `this machine allows no sandbox: ${String(failure).trim()}`;
  }
}
