import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { REPOSITORY_FOLDER } from '../../lab/action-metadata.ts';
import { JOB_TOKEN } from '../../lab/github.ts';
import { provideGithubCli } from '../../lab/provision/github-cli.ts';
import { ReleaseGithub } from '../../lab/release-github.ts';
import { buildActions } from '../../scripts/bundle/build-actions.ts';
import { GitRepository } from './git-repository.ts';
import { asActReads, runAct, type WorkflowRun } from './run-act.ts';
import { makeSigningKey } from './signing-key.ts';
import { stubs } from './stubs.ts';

const OWN = 'kafka-fleet/released';
const WORKFLOW = 'release.yml';

/** What a release is made of, as it is in this repository. */
const COPIED = [
  ...['scripts/release.ts', 'scripts/check-dist.ts', 'scripts/run-command.ts', 'scripts/docs/action-file.ts'],
  ...['tsconfig.json', 'lib/core/problem.ts', 'lib/core/assert-never.ts'],
  ...globSync('scripts/{release,bundle}/*.ts', { cwd: REPOSITORY_FOLDER }),
];

/** One action, which refuses everything as the smoke test of a bundle wants it. */
const ACTION = {
  'actions/hello/action.yml': 'inputs: {}\n',
  'actions/hello/src/main.ts': "console.log('::error::it refuses');\nprocess.exitCode = 1;\nexport {};\n",
};

/** Without the types of Node.js: most of a build goes by reading them, also of one that checks none. */
const BUILD = JSON.stringify({
  extends: './tsconfig.json',
  compilerOptions: { noEmit: false, types: [] },
  include: ['actions/*/src/main.ts'],
});

/** In the place of the repository's own script, which takes its time: the packages that are there are linked. */
const INSTALL = `#!/bin/sh\nln -s ${path.join(REPOSITORY_FOLDER, 'node_modules')} node_modules\n`;

export type Signer = 'maintainer' | 'stranger';

/** A repository with one action, its origin, what GitHub says of it, and the real gh. */
export class ReleaseBench implements AsyncDisposable {
  readonly github: ReleaseGithub;
  readonly origin: GitRepository;
  readonly #repository: GitRepository;
  readonly #folder: string;
  readonly #gh: string;

  private constructor(folder: string, gh: string, parts: Pick<ReleaseBench, 'github' | 'origin'>) {
    this.#folder = folder;
    this.#gh = gh;
    this.github = parts.github;
    this.origin = parts.origin;
    this.#repository = GitRepository.make(path.join(folder, 'repository'));
  }

  static async open(): Promise<ReleaseBench> {
    const gh = await provideGithubCli((line) => process.stderr.write(`releases: ${line}\n`));
    const folder = await mkdtemp(path.join(tmpdir(), 'release-'));
    const files = { ...ownFiles(), ...(await bundled(path.join(folder, 'build'))) };
    const { allowedSigners } = makeSigningKey(folder, 'maintainer');
    makeSigningKey(folder, 'stranger');
    const origin = GitRepository.makeBare(path.join(folder, 'origin'));
    const told = path.join(folder, 'gh');
    await mkdir(told);
    const order = { name: OWN, origin: origin.folder, allowedSigners, folder: told };
    const github = await ReleaseGithub.start(order);
    const bench = new ReleaseBench(folder, gh, { github, origin });
    bench.#repository.commit('Begin', files);
    return bench;
  }

  /** A version on main, which goes on after it, with its tag at origin. */
  tag(name: string, signer: Signer = 'maintainer'): string {
    const version = name.slice(1);
    this.#repository.checkout('main');
    const commit = this.#repository.commit(name, {
      'package.json': packageFile(version),
      'package-lock.json': JSON.stringify({ version }),
      'lib/core/version.ts': `export const VERSION = '${version}';\n`,
      'CHANGELOG.md': `# Changelog\n\n## ${name} (2026-11-22)\n\n- What ${name} brings.\n`,
    });
    this.#repository.tag(name, path.join(this.#folder, signer));
    this.#repository.commit('Go on');
    this.#repository.push(this.origin, 'main', `refs/tags/${name}`);
    return commit;
  }

  /** Runs the workflow that the tag starts; a further attempt finds what was kept before. */
  async run(tag: string, attempt = 1): Promise<WorkflowRun> {
    const folder = await mkdtemp(path.join(this.#folder, 'run-'));
    const artifacts = path.join(this.#folder, 'artifacts', tag);
    mkdirSync(artifacts, { recursive: true });
    this.#repository.checkout(tag);
    const run = await runAct({
      ...{ repository: this.#repository.folder, folder, workflow: WORKFLOW, event: 'push' },
      payload: { ref: `refs/tags/${tag}`, repository: { full_name: OWN, default_branch: 'main' } },
      env: {
        ...this.github.env,
        PATH: `${path.dirname(this.#gh)}${path.delimiter}${process.env['PATH'] ?? ''}`,
        GITHUB_REPOSITORY: OWN,
        GITHUB_RUN_ATTEMPT: String(attempt),
        BENCH_REPOSITORIES: JSON.stringify({ [OWN]: this.origin.folder }),
        BENCH_ARTIFACTS: artifacts,
      },
      secrets: { GITHUB_TOKEN: JOB_TOKEN },
      stubs: stubs(),
    });
    await rm(folder, { recursive: true, force: true });
    return run;
  }

  /** Whether every file of a list of sums is, at a tag, what the list says. */
  holds(tag: string, sums: string): boolean {
    this.#repository.checkout(tag);
    const check = { cwd: this.#repository.folder, input: sums, encoding: 'utf8' } as const;
    return execFileSync('sha256sum', ['--check', '--strict'], check).includes('dist/index.js: OK');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.github[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const packageFile = (version: string): string =>
  JSON.stringify({ name: 'released', version, type: 'module' });

function ownFiles(): Record<string, string> {
  const workflow = `.github/workflows/${WORKFLOW}`;
  const copied = [workflow, ...COPIED].map((file) => [
    file,
    asActReads(readFileSync(path.join(REPOSITORY_FOLDER, file), 'utf8')),
  ]);
  return {
    ...(Object.fromEntries(copied) as Record<string, string>),
    ...ACTION,
    'tsconfig.build.json': BUILD,
    'scripts/install.sh': INSTALL,
  };
}

/** What the bundler makes of the action. */
async function bundled(folder: string): Promise<Record<string, string>> {
  for (const [file, text] of Object.entries({ ...ownFiles(), 'package.json': packageFile('0.0.0') })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  symlinkSync(path.join(REPOSITORY_FOLDER, 'node_modules'), path.join(folder, 'node_modules'));
  await buildActions(folder, (action) => path.join(folder, 'actions', action, 'dist'), { checked: false });
  const files = globSync('actions/*/dist/**', { cwd: folder }).filter((file) => /\.\w+$/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}
