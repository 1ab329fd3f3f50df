import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AwsLab, startAwsLab } from '../../../lab/aws-lab.ts';
import { ACCOUNT, REGION } from '../../../lab/aws/account.ts';
import { type Engine, startEngine } from '../../../lab/engine/engine.ts';
import { pushLayout } from '../../../lab/image/push-layout.ts';
import { provideBaseImage } from '../../../lab/provision/base-image.ts';
import { type Registry, startRegistry } from '../../../lab/registry/registry.ts';
import { type ActionOutcome, runAction } from '../../../lab/runner.ts';
import type { Report } from '../../../actions/build-push/src/core/report.ts';
import { rolesFor } from '../../../actions/build-push/src/core/roles-for.ts';
import { createRepository, type ImageJobs, imageJobs, shareRepository, UNGUARDED } from './image-jobs.ts';

export const REPOSITORY = 'kafka/app';
/** Is planned alone. */
export const NEVER_MADE = 'kafka/never';
/** Where images are promoted to. */
const OTHER_REGION = 'us-east-1';

/** A program that ends when it is told to. */
export const APP = `const timer = setInterval(() => {}, 1000);
process.on('SIGTERM', () => clearInterval(timer));`;
export const DOCKERFILE = `ARG BASE
FROM \${BASE}
COPY app.js /app/app.js
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/app/app.js"]
`;

/** No role is of any account but this. */
const PROD = `apiVersion: kafka-fleet/v1
kind: Environment
metadata: { name: prod }
spec: { aws: { account: '${ACCOUNT}' } }
`;

/** An engine, two registries that play ECR, an AWS account, and a workspace with an image to build. */
export class BuildPushBench implements AsyncDisposable {
  readonly aws: AwsLab;
  readonly engine: Engine;
  readonly registry: Registry;
  /** Of the lab's account, in another region. */
  readonly other: Registry;
  readonly workspace: string;
  /** `<registry>/base@sha256:...`, by the name that BuildKit knows. */
  readonly base: string;
  readonly key = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  readonly #jobs: ImageJobs;

  private constructor(
    parts: Pick<BuildPushBench, 'aws' | 'engine' | 'registry' | 'other' | 'workspace' | 'base'>,
    jobs: ImageJobs,
  ) {
    this.aws = parts.aws;
    this.engine = parts.engine;
    this.registry = parts.registry;
    this.other = parts.other;
    this.workspace = parts.workspace;
    this.base = parts.base;
    this.#jobs = jobs;
  }

  /** Where the policies of the sample prod hold; the jobs are those of its workflows. `account`: the one that images are built in. */
  static async guarded(account = ACCOUNT): Promise<BuildPushBench> {
    const repositories = [REPOSITORY, `${REPOSITORY}-cache`, NEVER_MADE];
    return BuildPushBench.open(await imageJobs({ repositories, bases: ['base'], account, to: OTHER_REGION }));
  }

  static async open(jobs = UNGUARDED): Promise<BuildPushBench> {
    const [aws, registry, other, base] = await Promise.all([
      startAwsLab(jobs),
      startRegistry({ region: REGION, account: jobs.account }),
      startRegistry({ region: OTHER_REGION }),
      provideBaseImage(() => undefined),
    ]);
    for (const { front } of [registry, other]) front.rights = aws.registryRights;
    await createRepository(aws, { region: OTHER_REGION, name: REPOSITORY });
    const engine = await startEngine({ registries: [registry.named] });
    await pushLayout(registry, 'base', base);
    const workspace = await mkdtemp(path.join(tmpdir(), 'build-push-bench-'));
    const named = `${registry.named.host}/base@${base.digest}`;
    return new BuildPushBench({ aws, engine, registry, other, workspace, base: named }, jobs);
  }

  /** Writes files of the workspace. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.workspace, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  /** The inputs of a promotion from where images are built to the other registry, which is prod's; as deploy.yml has them. */
  async promotion(digest: string): Promise<Record<string, string>> {
    await this.write({ 'environments/prod.yaml': PROD });
    const source = entry({ account: this.#jobs.account, region: REGION }, this.registry);
    return { mode: 'promote', environment: 'prod', digest, source, ...this.there };
  }

  /** Lets the role that promotes do this much in the repository that images are built into. */
  async share(actions: readonly string[]): Promise<void> {
    const repository = { account: this.#jobs.account, region: REGION, name: REPOSITORY };
    await shareRepository(this.aws, repository, { role: this.#jobs.arnOf('deploy-role'), actions });
  }

  /** The inputs that name the other registry and no more. */
  get there(): Record<'repository' | 'registry-endpoint' | 'registries', string> {
    const registries = `[${entry({ account: ACCOUNT, region: OTHER_REGION }, this.other)}]`;
    return { repository: '', 'registry-endpoint': '', registries };
  }

  #runs = 0;

  /** Runs the bundle with the inputs of a build, and what is given over them. */
  async run(
    inputs: Readonly<Record<string, string>> = {},
    env: Readonly<Record<string, string>> = {},
  ): Promise<ActionOutcome> {
    const temp = path.join(`${this.workspace}-runs`, String((this.#runs += 1)));
    await mkdir(temp, { recursive: true });
    const [role = ''] = rolesFor(inputs['mode'] ?? 'build');
    return runAction({
      temp,
      action: 'build-push',
      workspace: this.workspace,
      env: { ...this.#jobs.env(this.aws.env, role), ...this.engine.env, ...env },
      inputs: {
        repository: REPOSITORY,
        'aws-region': REGION,
        'registry-endpoint': this.registry.url,
        'create-repository': String(role === 'build-role'),
        'role-to-assume': this.#jobs.arnOf(role),
        'build-args': `BASE=${this.base}`,
        'attestation-key': this.key,
        retries: '2',
        ...inputs,
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
    await Promise.all([this.aws, this.registry, this.other].map((each) => each[Symbol.asyncDispose]()));
    for (const folder of [this.workspace, `${this.workspace}-runs`])
      await rm(folder, { recursive: true, force: true });
  }
}

/** A registry as inputs name it. */
const entry = (where: { readonly account: string; readonly region: string }, { url }: Registry): string =>
  JSON.stringify({ ...where, repository: REPOSITORY, endpoint: url });

export const reportOf = async ({ outputs }: ActionOutcome): Promise<Report> =>
  JSON.parse(await readFile(outputs['report'] ?? '', 'utf8')) as Report;
