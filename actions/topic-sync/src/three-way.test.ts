import { describe, expect, test } from '@jest/globals';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { Result } from './core/result.ts';
import { renderSummary } from './core/summary.ts';
import { run } from './run.ts';

interface Wanted {
  readonly partitions?: number;
  readonly factor?: number;
  readonly config?: string;
  readonly configs?: string;
}

const document = ({ partitions = 3, factor = 3, config = '', configs = 'managed' }: Wanted = {}): string =>
  `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: posts }
spec:
  { partitions: ${String(partitions)}, replicationFactor: ${String(factor)}, ordering: none,
    config: { ${config} }, lifecycle: { configs: ${configs} } }
`;

interface Scene {
  /** null: the base does not declare the topic; undefined: there is no base. */
  readonly base?: Wanted | null;
  readonly head?: Wanted;
  /** null: the cluster does not have the topic. */
  readonly live: Wanted | null;
  readonly inputs?: Partial<TopicSyncInputs>;
}

const CLUSTER = { clusterId: 'fake-cluster' };
const OTHER = document().replace('posts', 'other');

async function sync({ base, head = {}, live, inputs }: Scene): Promise<Result> {
  const cluster = new FakeTopicCluster();
  const others = fakeTopicPorts({ 'x.yaml': [document(live ?? {}), OTHER].join('---\n') }, cluster);
  const apply = topicSyncInputs({ ...CLUSTER, command: 'apply', ignore: live === null ? ['posts'] : [] });
  await run(apply, others);
  const before = base === null ? OTHER : [document(base), OTHER].join('---\n');
  const files = { 'x.yaml': [document(head), OTHER].join('---\n') };
  const ports = fakeTopicPorts(files, cluster, { base: { 'x.yaml': before } });
  const deletion = { baseRef: base === undefined ? '' : 'base', unusedForMs: 0 };
  const done = await run(topicSyncInputs({ ...CLUSTER, deletion, ...inputs }), ports);
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

const kept = (days: number): string => `retention.ms: ${String(days)}d`;
const standings = ({ plan }: Result): unknown[] =>
  plan.changes.map(({ operation, standing }) => [operation.kind, standing?.kind ?? null]);

describe('a change is', () => {
  const cases: Record<string, readonly [Scene, unknown[]]> = {
    'intent when the cluster is as the base': [
      { base: { config: kept(7) }, head: { config: kept(14) }, live: { config: kept(7) } },
      [['set-config', 'intent']],
    ],
    'drift when the files are as the base': [
      { base: { config: kept(14) }, head: { config: kept(14) }, live: { config: kept(7) } },
      [['set-config', 'drift']],
    ],
    'a conflict when both moved': [
      { base: { config: kept(7) }, head: { config: kept(14) }, live: { config: kept(3) } },
      [['set-config', 'conflict']],
    ],
    'none when both moved to the same': [
      { base: { config: kept(7) }, head: { config: kept(14) }, live: { config: '"retention.ms": 336h' } },
      [],
    ],
    'intent when a value is taken out of the file': [
      { base: { config: kept(3) }, live: { config: kept(3) } },
      [['unset-config', 'intent']],
    ],
    'drift when somebody set what no file names': [
      { base: {}, live: { config: kept(3) } },
      [['unset-config', 'drift']],
    ],
    'a conflict when a value is taken out and somebody changed it': [
      { base: { config: kept(2) }, live: { config: kept(3) } },
      [['unset-config', 'conflict']],
    ],
    'a conflict when somebody added other partitions': [
      { base: { partitions: 3 }, head: { partitions: 12 }, live: { partitions: 6 } },
      [['add-partitions', 'conflict']],
    ],
    'intent when the files want more partitions': [
      { base: { partitions: 3 }, head: { partitions: 12 }, live: { partitions: 3 } },
      [['add-partitions', 'intent']],
    ],
    'drift when somebody took replicas away': [
      { base: { factor: 3 }, head: { factor: 3 }, live: { factor: 2 } },
      [['change-replication-factor', 'drift']],
    ],
    'intent when the topic is new': [{ base: null, live: null }, [['create-topic', 'intent']]],
    'drift when somebody deleted the topic': [{ base: {}, live: null }, [['create-topic', 'drift']]],
    'unknown without a base': [
      { head: { config: kept(14) }, live: { config: kept(7) } },
      [['set-config', null]],
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [scene, expected]) => {
    expect(standings(await sync(scene))).toEqual(expected);
  });
});

describe('a conflict', () => {
  const scene: Scene = {
    base: { config: kept(7) },
    head: { config: `${kept(14)}, flush.ms: 1s` },
    live: { config: kept(3) },
  };
  const apply = { command: 'apply' as const };

  test('needs a choice: it is refused, with all three values', async () => {
    const result = await sync({ ...scene, inputs: apply });
    expect(result).toMatchObject({ status: 'refused', outcomes: [] });
    const conflict = result.plan.changes.find(({ standing }) => standing?.kind === 'conflict');
    expect(conflict?.blocked?.because).toContain(
      'base 604800000 (7d), files 1209600000 (14d), cluster 259200000 (3d)',
    );
  });

  test('is shown first, though its risk is none', async () => {
    const rows = renderSummary(await sync(scene))
      .split('\n')
      .filter((line) => line.includes('posts: '));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('⚔️ conflict');
    expect(rows[0]).toContain('retention.ms');
  });

  test('is made when the files shall win', async () => {
    const consents = new Set(['overwrite'] as const);
    expect(await sync({ ...scene, inputs: { ...apply, consents } })).toMatchObject({ status: 'applied' });
  });

  test('is none when the value of the cluster is put into the file', async () => {
    const adopted = { ...scene, head: { config: kept(3) } };
    expect(await sync({ ...adopted, inputs: apply })).toMatchObject({ status: 'in-sync' });
  });
});

describe('an override that no file names', () => {
  const live = { config: 'flush.ms: 1s' };

  test('stays while the topic is adopted, unless it may be pruned', async () => {
    for (const base of [null, undefined]) {
      const adopted = await sync({ ...(base === null ? { base } : {}), live });
      expect(adopted).toMatchObject({ status: 'in-sync', plan: { kept: [{ name: 'flush.ms' }] } });
    }
    const consents = new Set(['prune'] as const);
    expect(standings(await sync({ base: null, live, inputs: { consents } }))).toEqual([
      ['unset-config', 'intent'],
    ]);
  });

  test('is unset once the base declares the topic, and never of an additive one', async () => {
    expect(standings(await sync({ base: {}, live }))).toEqual([['unset-config', 'drift']]);
    const additive = await sync({ base: {}, head: { configs: 'additive' }, live });
    expect(additive).toMatchObject({ status: 'in-sync', plan: { kept: [{ name: 'flush.ms' }] } });
  });
});

test('the plan says how many changes came from where', async () => {
  const result = await sync({ base: {}, head: { config: 'flush.ms: 1s' }, live: { config: kept(30) } });
  expect(renderSummary(result)).toContain('since the base 1 intent, 1 drift');
});
