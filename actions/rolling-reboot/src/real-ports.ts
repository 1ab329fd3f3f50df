import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsSession } from '../../../lib/adapters/aws-session.ts';
import { Ec2 } from '../../../lib/adapters/ec2.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import type { KafkaSettings } from '../../../lib/adapters/kafka/settings.ts';
import { mskIamToken } from '../../../lib/adapters/msk-iam-token.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { slack } from '../../../lib/adapters/slack.ts';
import { ec2Instances } from './ec2-instances.ts';
import type { RebootInputs } from './inputs.ts';
import { kafkaObserver } from './kafka-observer.ts';
import type { Ports } from './ports.ts';
import { zookeeperObserver } from './zookeeper-observer.ts';
import { stateTopic } from './state-topic.ts';

/** Where the action touches the world. Kafka is connected to when it is first asked; it may be down while nodes are started. */
export class RealPorts implements AsyncDisposable {
  readonly ports: Ports;
  #connection: Promise<KafkaConnection> | undefined;

  constructor(inputs: RebootInputs, session: AwsSession, runner: Runner) {
    const token = mskIamToken(session.settings);
    const connect = (): Promise<KafkaConnection> =>
      this.#connect({ ...inputs.kafka, token, clientId: 'rolling-reboot' });
    const log = logOf(runner);
    this.ports = {
      instances: ec2Instances(new Ec2(session.settings), inputs.filters),
      kafka: kafkaObserver(connect),
      zookeeper: zookeeperObserver(inputs.zookeeper),
      ledger: stateTopic(connect, inputs.settings.allowances.stateTopic, log),
      clock: { now: () => Date.now(), sleep: sleepUntil },
      credentialsEnd: (outlasting) => session.end(outlasting),
      cancelled: cancellation(),
      remember: (inFlight) => {
        runner.saveState(IN_FLIGHT_STATE, JSON.stringify(inFlight));
      },
      log,
      postToSlack: slack(inputs.slack),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.[Symbol.asyncDispose]();
  }

  #connect(settings: KafkaSettings): Promise<KafkaConnection> {
    this.#connection ??= KafkaConnection.open(settings).catch((failure: unknown) => {
      this.#connection = undefined;
      throw failure;
    });
    return this.#connection;
  }
}

const logOf = (runner: Runner): Ports['log'] => ({
  info: (line) => {
    runner.info(`${new Date().toISOString().slice(11, 19)} ${line}`);
  },
  warning: (line) => {
    runner.warning(line);
  },
});

/** What the post step finds: the ids of instances that may be down because of this run, as a JSON list. */
export const IN_FLIGHT_STATE = 'in-flight';

async function sleepUntil(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  await sleep(milliseconds, undefined, options).catch((failure: unknown) => {
    if (signal?.aborted !== true) throw failure;
  });
}

/** GitHub cancels a job by SIGINT, 7.5 s later SIGTERM and 2.5 s after that a kill; Kubernetes by SIGTERM. */
function cancellation(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      controller.abort(signal);
    });
  }
  return controller.signal;
}
