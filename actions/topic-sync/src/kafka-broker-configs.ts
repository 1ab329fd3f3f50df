import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';

/** Settings of a broker that are in force, by name; empty where it does not answer, or does not tell them to us. */
export async function brokerConfigs(
  connection: KafkaConnection,
  id: number,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  try {
    const resources = [{ type: 'broker' as const, name: String(id), keys }];
    const { results } = await connection.send(describeConfigs, { resources }, id);
    return new Map(results.flatMap(({ configs }) => configs.map(({ name, value }) => [name, value])));
  } catch (failure) {
    if (failure instanceof WorldFailure) return new Map();
    throw failure;
  }
}
