import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../actions/rolling-reboot/src/core/report.ts';
import type { LabOptions } from '../../lab/lab-options.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { type ActionOutcome, type ActionRun, startAction } from '../../lab/runner.ts';
import { asJob } from '../../lab/oidc-issuer.ts';
import { startWitness, type Witness } from '../../lab/witness.ts';
import { rolesHere } from '../policies/samples-here.ts';
import { token } from '../policies/tokens.ts';
import { createTopic } from './lab-kafka.ts';

export interface RebootCall {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
  /** Beside the lab's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Cancels the run as GitHub does. */
  readonly signal?: AbortSignal;
}

/** The role that it takes, and the variables that it sees. */
interface Job {
  readonly role: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The topic that a witness writes to. */
const WITNESSED = 'orders';
/** Each is a request of its own to three brokers, and costs them 1 % of a core: 50 cost more than their restarts. */
const RECORDS_PER_SECOND = 20;

/** A lab with a witnessed topic, and the bundle of rolling-reboot run on it as the runner does. */
export class RebootBench implements AsyncDisposable {
  readonly lab: Lab;
  /** A folder that lasts as long as the lab. */
  readonly temp: string;

  readonly #job: Job;

  private constructor(lab: Lab, temp: string, job: Job) {
    this.lab = lab;
    this.temp = temp;
    this.#job = job;
  }

  static async open(options: LabOptions = {}, partitions = 6): Promise<RebootBench> {
    const lab = await startLab(options);
    try {
      await createTopic(lab, WITNESSED, partitions);
      return await RebootBench.#with(lab, { role: lab.roleArn, env: lab.env });
    } catch (failure) {
      // What is left open keeps jest from ending.
      await lab.close();
      throw failure;
    }
  }

  /** Where the policies of the sample prod hold; the job is that of rolling-reboot.yml there. */
  static async guarded(options: LabOptions = {}): Promise<RebootBench> {
    const { roles, arnOf } = await rolesHere('prod');
    const { lab, temp } = await RebootBench.open({ ...options, roles });
    const claims = token({ workflow: 'rolling-reboot.yml', context: 'environment:prod-reboot' });
    return new RebootBench(lab, temp, { role: arnOf('reboot'), env: asJob(lab.env, claims) });
  }

  static async #with(lab: Lab, job: Job): Promise<RebootBench> {
    return new RebootBench(lab, await mkdtemp(path.join(tmpdir(), 'bench-')), job);
  }

  async close(): Promise<void> {
    await this.lab.close();
    await rm(this.temp, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  witness(recordsPerSecond = RECORDS_PER_SECOND): Promise<Witness> {
    const traffic = { topic: WITNESSED, recordsPerSecond };
    return startWitness({ brokers: this.lab.bootstrapBrokers, ...traffic });
  }

  /** For real unless the inputs say otherwise. */
  start({ inputs = {}, env = {}, ...others }: RebootCall = {}): Promise<ActionRun> {
    return startAction({
      action: 'rolling-reboot',
      inputs: {
        'dry-run': 'false',
        'bootstrap-brokers': this.lab.bootstrapBrokers.join(','),
        'node-filters': `tag:kafka-cluster=${this.lab.clusterName}`,
        'role-to-assume': this.#job.role,
        'zookeeper-connect': this.lab.zookeeperConnect ?? '',
        'poll-interval': '300ms',
        ...inputs,
      },
      env: { ...this.#job.env, ...env },
      temp: this.temp,
      ...others,
    });
  }

  async run(call: RebootCall = {}): Promise<ActionOutcome> {
    return (await this.start(call)).finished;
  }

  /** StopInstances, StartInstances and RebootInstances that were carried out so far, in order, as `StopInstances broker-2`. */
  async moves(): Promise<string[]> {
    const nameOf = new Map(this.lab.nodes.map(({ instanceId, identity }) => [instanceId, identity]));
    return (await this.lab.awsCalls())
      .filter(({ action, dryRun }) => /^(Stop|Start|Reboot)Instances$/.test(action) && !dryRun)
      .flatMap(({ action, instanceIds }) => instanceIds.map((id) => `${action} ${nameOf.get(id) ?? id}`));
  }
}

export async function reportOf({ outputs }: ActionOutcome): Promise<Report> {
  return JSON.parse(await readFile(outputs['report'] ?? '', 'utf8')) as Report;
}
