// Rebuilds every bundle beside the committed one and compares them byte for byte.
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { buildActions } from './bundle/build-actions.ts';
import { listActions } from './bundle/list-actions.ts';

const root = path.resolve(process.argv[2] ?? '.');
const fresh = await mkdtemp(path.join(tmpdir(), 'dist-'));
try {
  // The gate beside this one checks the types.
  await buildActions(root, (action) => path.join(fresh, action), { checked: false });
  const actions = listActions(root);
  const stale = actions.flatMap((action) =>
    differences(path.join(root, 'actions', action, 'dist'), path.join(fresh, action)).map(
      (what) => `actions/${action}/dist/${what}`,
    ),
  );
  for (const line of stale) console.error(line);
  if (stale.length > 0) console.error('The bundles are not what the sources give. Run: npm run build');
  console.log(`${String(actions.length)} bundles rebuilt, ${String(stale.length)} files differ`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} finally {
  await rm(fresh, { recursive: true, force: true });
}

function differences(committed: string, rebuilt: string): string[] {
  const files = new Set([...filesOf(committed), ...filesOf(rebuilt)]);
  return [...files].sort().flatMap((file) => {
    if (!filesOf(committed).includes(file)) return [`${file} is missing`];
    if (!filesOf(rebuilt).includes(file)) return [`${file} is not built any more`];
    const [before, after] = [committed, rebuilt].map((folder) => readFileSync(path.join(folder, file)));
    return before !== undefined && after !== undefined && before.equals(after) ? [] : [`${file} differs`];
  });
}

function filesOf(folder: string): string[] {
  return globSync('**', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
