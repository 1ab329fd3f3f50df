import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorldFailure } from '../../../../lib/core/world-failure.ts';
import { formatDuration } from '../../../../lib/core/duration.ts';
import type { FileSetting } from '../core/variables.ts';
import type { Log } from '../log.ts';
import type { SettingsSource } from '../read-settings.ts';

const LOOK_EVERY_MS = 500;
const TELL_EVERY_MS = 30_000;

/** The variables and mounted files of this process. */
export function mountedSettings(log: Log, signal: AbortSignal): SettingsSource {
  const began = performance.now();
  let told = -Infinity;
  const waitForFiles = async (missing: readonly FileSetting[], mostMs: number): Promise<boolean> => {
    const waited = performance.now() - began;
    if (waited >= mostMs) return false;
    if (waited - told >= TELL_EVERY_MS) {
      told = waited;
      const files = missing.map(({ path }) => path);
      log.warn('waiting for files that are not mounted yet', { files, atMost: formatDuration(mostMs) });
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
    return true;
  };
  return { env: process.env, readFile: contentOf, waitForFiles };
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    const content = await readFile(path, 'utf8');
    return content.trim() === '' ? undefined : content;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new WorldFailure(`${path} cannot be read: check its mount and its mode`, { cause });
  }
}
