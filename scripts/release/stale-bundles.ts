import path from 'node:path';
import process from 'node:process';
import { runCommand } from '../run-command.ts';

/** Builds every bundle anew and says which one is not what the sources give; nothing where all are. */
export async function staleBundles(root: string): Promise<string | undefined> {
  const script = path.join(import.meta.dirname, '..', 'check-dist.ts');
  const { code, output } = await runCommand([process.execPath, script, root], { cwd: root });
  return code === 0 ? undefined : output.trim().replaceAll('\n', '; ');
}
