// Plays ossf/scorecard-action: only the default branch is judged, and what is published needs an identity to sign it with.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const workspace = env['GITHUB_WORKSPACE'] ?? '';
if (!existsSync(path.join(workspace, '.git'))) throw new Error('nothing is checked out');
if (env['GITHUB_REF'] !== 'refs/heads/main') throw new Error(`${env['GITHUB_REF'] ?? ''} is not judged`);
if (env['INPUT_RESULTS_FORMAT'] !== 'sarif') throw new Error('GitHub takes findings as SARIF alone');
if (env['INPUT_PUBLISH_RESULTS'] !== 'false') throw new Error('error signing scorecard results: no id-token');
writeFileSync(
  path.resolve(workspace, env['INPUT_RESULTS_FILE'] ?? ''),
  JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Scorecard' } }, results: [] }] }),
);
