import type { Ancestry } from '../../lib/core/ancestry.ts';
import { topicSync } from '../../actions/topic-sync/src/topic-sync.ts';
import { FakeRunner } from '../fakes/fake-runner.ts';
import { FakeThreads } from '../fakes/fake-threads.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';

export const document = (retention: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: posts }
spec: { partitions: 3, replicationFactor: 3, config: { retention.ms: ${retention} } }
`;
const GIVEN = {
  ...{ command: 'apply', environment: 'prod', 'github-token': 'ghs' },
  ...{ 'bootstrap-brokers': 'b:9092', 'cluster-id': 'fake-cluster' },
};

/** Acts on a push of a commit with these files. */
export class Repository {
  readonly cluster = new FakeTopicCluster();
  readonly threads = new FakeThreads();
  readonly #commits: Record<string, Record<string, string>> = {};

  commit(sha: string, retention: string): void {
    this.#commits[sha] = { 'x.yaml': document(retention) };
  }

  async act(
    sha: string,
    inputs: Record<string, string> = {},
    here = this.#commits[sha],
  ): Promise<FakeRunner> {
    const runner = new FakeRunner({ ...GIVEN, ...inputs });
    const event = { name: 'push', headSha: sha, runUrl: '', pullRequest: null };
    const ports = fakeTopicPorts(here ?? {}, this.cluster, this.#commits);
    const shas = Object.keys(this.#commits);
    const ancestryOf = (ref: string): Promise<Ancestry> =>
      Promise.resolve(
        ref === sha ? 'same' : shas.indexOf(ref) < shas.indexOf(sha) ? 'earlier' : 'not-earlier',
      );
    await topicSync(runner, { ...ports, ancestryOf, github: { event, open: () => this.threads } });
    return runner;
  }
}

export const warnings = (runner: FakeRunner): string[] => runner.annotations.map(({ line }) => line);
