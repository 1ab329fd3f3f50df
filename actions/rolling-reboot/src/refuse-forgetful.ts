import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';

/** What keeps every record of the state topic: compaction by key would leave one of each cycle. */
export const KEEPS = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' } as const;

/** A topic that somebody else created may lose the records of a cycle that is still open. */
export async function refuseForgetful(connection: KafkaConnection, topic: string): Promise<void> {
  const request = { resources: [{ type: 'topic' as const, name: topic, keys: Object.keys(KEEPS) }] };
  const [result] = (await connection.send(describeConfigs, request, 'any')).results;
  const now = new Map((result?.configs ?? []).map(({ name, value }) => [name, value]));
  const wrong = Object.entries(KEEPS).filter(([name, value]) => now.get(name) !== value);
  if (wrong.length === 0) return;
  const found = wrong.map(([name]) => `${name}=${now.get(name) ?? 'not known'}`).join(', ');
  const wanted = wrong.map(([name, value]) => `${name}=${value}`).join(',');
  throw new ProblemsFound([
    {
      where: `topic ${topic}`,
      what: `as the state topic it would lose records: ${found}`,
      fix: `Set it: kafka-configs.sh --alter --entity-type topics --entity-name ${topic} --add-config ${wanted}`,
    },
  ]);
}
