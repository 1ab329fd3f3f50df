import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { VERSION } from '../core/version.ts';

/** SHA-256 is cut to so many digits: enough to tell one state of the code from another, and short enough to be read. */
const DIGITS = 16;

/** Names the very code that runs, such as `0.1.0+3f2a…`: two commits have the same version, and no two the same bundle. */
export async function codeVersion(bundle: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(bundle));
  return `${VERSION}+${hash.digest('hex').slice(0, DIGITS)}`;
}
