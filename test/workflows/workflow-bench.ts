import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REPOSITORY_FOLDER } from '../../lab/action-metadata.ts';
import { EmulatedGithub, FORK_TOKEN, JOB_TOKEN, REPOSITORY } from '../../lab/github.ts';
import type { LabOptions } from '../../lab/lab-options.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { describeCluster } from '../../lib/adapters/kafka/describe-cluster.ts';
import { withKafka } from '../e2e/lab-kafka.ts';
import { type BenchImages, startImages } from './bench-images.ts';
import { type BenchCluster, type EnvironmentName, environmentFiles } from './bench-environments.ts';
import { createRepositories } from './bench-repositories.ts';
import { GitRepository } from './git-repository.ts';
import { asActReads, runAct, type WorkflowRun } from './run-act.ts';
import { stubs } from './stubs.ts';

/** The repository that the workflows and the actions come from, as another one calls it. */
const ACTIONS = 'kafka-fleet/kafka-fleet-actions';
/** As the examples call its workflows. */
const CALLED = 'your-organisation/kafka-fleet-actions@v1';
export const OWN = `${REPOSITORY.owner}/${REPOSITORY.repo}`;
const WORKFLOWS = path.join('.github', 'workflows');
const COMPOSITE = path.join('.github', 'actions');

export interface Started {
  readonly workflow: string;
  readonly event: 'push' | 'pull_request' | 'workflow_dispatch' | 'schedule';
  /** Beside what every event has. */
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** A pull request from a fork has no OIDC token, and a token that may only read. */
  readonly fromFork?: boolean;
  readonly attempt?: number;
  readonly runId?: number;
}

type Clusters = Readonly<Record<EnvironmentName, BenchCluster>>;

/** A cluster for each environment, GitHub's API and two repositories, one of which runs the workflows of the other. */
export class WorkflowBench implements AsyncDisposable {
  readonly clusters: Clusters;
  readonly images: BenchImages;
  readonly github: EmulatedGithub;
  /** Somebody's repository, with topics and environments. */
  readonly repository: GitRepository;
  /** The repository of the actions, as of the working tree. */
  readonly actions: GitRepository;
  readonly folder: string;
  readonly #opened: AsyncDisposableStack;
  #runs = 0;

  private constructor(
    parts: Pick<WorkflowBench, 'clusters' | 'images' | 'github' | 'repository' | 'actions' | 'folder'>,
    opened: AsyncDisposableStack,
  ) {
    this.clusters = parts.clusters;
    this.images = parts.images;
    this.github = parts.github;
    this.repository = parts.repository;
    this.actions = parts.actions;
    this.folder = parts.folder;
    this.#opened = opened;
  }

  /** Where a part cannot be opened, those that could be are closed again: what is left open keeps jest from ending. */
  static async open(): Promise<WorkflowBench> {
    await using opened = new AsyncDisposableStack();
    const folder = await mkdtemp(path.join(tmpdir(), 'workflow-bench-'));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const parts = [
      startClusters(opened),
      startImages().then((images) => opened.use(images)),
      EmulatedGithub.start().then((github) => opened.use(github)),
      actionsRepository(path.join(folder, 'actions')),
    ] as const;
    await Promise.allSettled(parts);
    const [clusters, images, github, actions] = await Promise.all(parts);
    const repository = GitRepository.make(path.join(folder, 'repository'));
    await createRepositories(clusters.dev.lab);
    const workflows = await workflowFiles(actions.head());
    actions.commit('With its workflows', workflows);
    repository.commit('Begin', { ...environmentFiles(clusters), ...images.files, ...workflows });
    const all = { clusters, images, github, repository, actions, folder };
    return new WorkflowBench(all, opened.move());
  }

  /** That of dev, and the AWS that every run has unless it is told another. */
  get lab(): Lab {
    return this.clusters.dev.lab;
  }

  /** Runs a workflow of the repository at the commit that is checked out there. */
  async run(started: Started): Promise<WorkflowRun> {
    const { workflow, event, payload, env, variables = {}, secrets, fromFork = false } = started;
    const runId = started.runId ?? (this.#runs += 1);
    const folder = await mkdtemp(path.join(this.folder, 'run-'));
    const artifacts = path.join(this.folder, 'artifacts', String(runId));
    await mkdir(artifacts, { recursive: true });
    const own = this.#variablesOfRun({ workflow, runId, attempt: started.attempt ?? 1, artifacts });
    const run = await runAct({
      ...{ repository: this.repository.folder, folder, workflow, event, variables },
      payload: { repository: { full_name: OWN, default_branch: 'main' }, ...payload },
      env: { ...(fromFork ? this.#envOfFork() : this.lab.env), ...own, ...env },
      secrets: { GITHUB_TOKEN: fromFork ? FORK_TOKEN : JOB_TOKEN, ...secrets },
      stubs: { ...stubs(), [CALLED]: this.actions.folder },
    });
    await rm(folder, { recursive: true, force: true });
    return run;
  }

  /** Without a token for AWS; the actions still have to know that it is the lab that is asked. */
  #envOfFork(): Record<string, string> {
    return { AWS_ENDPOINT_URL: this.lab.env['AWS_ENDPOINT_URL'] ?? '' };
  }

  #variablesOfRun(run: {
    readonly workflow: string;
    readonly runId: number;
    readonly attempt: number;
    readonly artifacts: string;
  }): Record<string, string> {
    const repositories = { [OWN]: this.repository.folder, [ACTIONS]: this.actions.folder };
    return {
      GITHUB_API_URL: this.github.url,
      GITHUB_GRAPHQL_URL: `${this.github.url}/graphql`,
      GITHUB_REPOSITORY: OWN,
      GITHUB_RUN_ID: String(run.runId),
      GITHUB_RUN_ATTEMPT: String(run.attempt),
      GITHUB_WORKFLOW_REF: `${OWN}/.github/workflows/${run.workflow}@refs/heads/main`,
      BENCH_REPOSITORIES: JSON.stringify(repositories),
      BENCH_ARTIFACTS: run.artifacts,
      // The same bundles are started again and again.
      NODE_COMPILE_CACHE: path.join(this.folder, 'compiled'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync();
  }
}

async function startClusters(opened: AsyncDisposableStack): Promise<Clusters> {
  const one = (order: number) => startCluster({ brokers: 1, clusterName: `lab-${String(order)}` }, opened);
  // A stop takes so long that a restart does not fit twice into the time-budget of the environments.
  const clusters = [startCluster({ stoppingMs: 12_000 }, opened), one(1), one(2)] as const;
  await Promise.allSettled(clusters);
  const [dev, staging, prod] = await Promise.all(clusters);
  return { dev, staging, prod };
}

async function startCluster(options: LabOptions, opened: AsyncDisposableStack): Promise<BenchCluster> {
  const lab = opened.use(await startLab(options));
  const { clusterId } = await withKafka(lab, (kafka) => kafka.send(describeCluster, {}, 'any'));
  return { lab, clusterId };
}

async function actionsRepository(folder: string): Promise<GitRepository> {
  const repository = GitRepository.make(folder);
  for (const action of await readdir(path.join(REPOSITORY_FOLDER, 'actions')))
    for (const part of ['action.yml', 'dist'])
      await cp(
        path.join(REPOSITORY_FOLDER, 'actions', action, part),
        path.join(folder, 'actions', action, part),
        { recursive: true },
      );
  await cp(path.join(REPOSITORY_FOLDER, COMPOSITE), path.join(folder, COMPOSITE), { recursive: true });
  repository.commit('As it is');
  return repository;
}

/** act knows no `job.workflow_repository` and `job.workflow_sha`: what GitHub would say stands there instead. */
async function workflowFiles(commit: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of await readdir(path.join(REPOSITORY_FOLDER, WORKFLOWS))) {
    const text = await readFile(path.join(REPOSITORY_FOLDER, WORKFLOWS, name), 'utf8');
    files[path.join(WORKFLOWS, name)] = asActReads(text)
      .replaceAll('${{ job.workflow_repository }}', ACTIONS)
      .replaceAll('${{ job.workflow_sha }}', commit);
  }
  return files;
}
