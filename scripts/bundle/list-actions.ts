import { globSync } from 'node:fs';
import path from 'node:path';

/** The names of the actions that have sources: `rolling-reboot`, `topic-sync`. */
export function listActions(root: string): string[] {
  return globSync('actions/*/src/main.ts', { cwd: root })
    .map((main) => path.basename(path.dirname(path.dirname(main))))
    .sort();
}
