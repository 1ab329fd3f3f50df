import { cwd, env } from 'node:process';
import { readEnvironments } from '../../../lib/adapters/environment-file.ts';
import { suggest } from '../../../lib/adapters/suggest.ts';
import { runAction } from '../../../lib/run-action.ts';
import { environments } from './environments.ts';

const workspace = env['GITHUB_WORKSPACE'] ?? cwd();

await runAction((runner) =>
  environments(runner, { readEnvironments: () => readEnvironments(workspace), suggest }),
);
