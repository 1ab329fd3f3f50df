// Plays actions/checkout: without it, or with too little of the history, a job fails as it would on GitHub.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

const input = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? '';
const or = (given: string, otherwise: string): string => (given === '' ? otherwise : given);

const name = or(input('repository'), env['GITHUB_REPOSITORY'] ?? '');
const known = JSON.parse(env['BENCH_REPOSITORIES'] ?? '{}') as Record<string, string>;
const source = known[name];
if (source === undefined) throw new Error(`Not Found: there is no repository ${name}`);
if (input('persist-credentials') !== 'false') throw new Error('the token would be left in .git/config');

const folder = path.join(env['GITHUB_WORKSPACE'] ?? '', input('path'));
mkdirSync(folder, { recursive: true });
const git = (...args: readonly string[]): void => {
  execFileSync('git', ['-c', 'advice.detachedHead=false', ...args], { cwd: folder, stdio: 'inherit' });
};
const commit = or(input('ref'), env['GITHUB_SHA'] ?? '');
const depth = input('fetch-depth');
git('init', '--quiet');
git('remote', 'add', 'origin', `file://${source}`);
const all = depth === '0' ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
git('fetch', '--quiet', ...(depth === '0' ? [] : ['--depth', depth]), 'origin', commit, ...all);
git('checkout', '--quiet', commit);
console.log(`checked out ${name} at ${commit}`);
