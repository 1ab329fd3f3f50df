import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface SigningKey {
  readonly file: string;
  /** A file of ssh's that has this one for everybody's. */
  readonly allowedSigners: string;
}

/** Makes a key to sign tags with, in a file of this name. */
export function makeSigningKey(folder: string, name: string): SigningKey {
  const file = path.join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  const allowedSigners = `${file}.signers`;
  writeFileSync(allowedSigners, `* ${readFileSync(`${file}.pub`, 'utf8')}`);
  return { file, allowedSigners };
}
