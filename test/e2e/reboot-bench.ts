import { readFile } from 'node:fs/promises';
import type { Report } from '../../actions/rolling-reboot/src/core/report.ts';
import type { Lab } from '../../lab/lab.ts';
import { type ActionOutcome, type ActionRun, startAction } from '../../lab/runner.ts';

export interface RebootCall {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
  /** Beside the lab's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Cancels the run as GitHub does. */
  readonly signal?: AbortSignal;
}

/** The bundle of rolling-reboot on a lab, run as the runner does; for real unless the inputs say otherwise. */
export class RebootBench {
  readonly #lab: Lab;
  readonly #temp: string;

  constructor(lab: Lab, temp: string) {
    this.#lab = lab;
    this.#temp = temp;
  }

  start({ inputs = {}, env = {}, ...others }: RebootCall = {}): Promise<ActionRun> {
    return startAction({
      action: 'rolling-reboot',
      inputs: {
        'dry-run': 'false',
        'bootstrap-brokers': this.#lab.bootstrapBrokers.join(','),
        'node-filters': `tag:kafka-cluster=${this.#lab.clusterName}`,
        'role-to-assume': this.#lab.roleArn,
        'zookeeper-connect': this.#lab.zookeeperConnect ?? '',
        'poll-interval': '300ms',
        ...inputs,
      },
      env: { ...this.#lab.env, ...env },
      temp: this.#temp,
      ...others,
    });
  }

  async run(call: RebootCall = {}): Promise<ActionOutcome> {
    return (await this.start(call)).finished;
  }

  /** StopInstances, StartInstances and RebootInstances that were carried out so far, in order, as `StopInstances 2`. */
  async moves(): Promise<string[]> {
    const nodeOf = new Map(this.#lab.nodes.map(({ instanceId, nodeId }) => [instanceId, nodeId]));
    return (await this.#lab.awsCalls())
      .filter(({ action, dryRun }) => /^(Stop|Start|Reboot)Instances$/.test(action) && !dryRun)
      .flatMap(({ action, instanceIds }) => instanceIds.map((id) => `${action} ${String(nodeOf.get(id))}`));
  }
}

export async function reportOf({ outputs }: ActionOutcome): Promise<Report> {
  return JSON.parse(await readFile(outputs['report'] ?? '', 'utf8')) as Report;
}
