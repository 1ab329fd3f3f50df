// Bundles every action into actions/<name>/dist, of the folder given or of this repository.
import path from 'node:path';
import process from 'node:process';
import { buildActions } from './bundle/build-actions.ts';
import { listActions } from './bundle/list-actions.ts';

const root = path.resolve(process.argv[2] ?? '.');
await buildActions(root, (action) => path.join(root, 'actions', action, 'dist'), { checked: true });
console.log(`built: ${listActions(root).join(', ') || 'no action has a src/main.ts'}`);
