// Records the exchanges again, on a fresh cluster for each version: node test/contract/kafka/record.ts && npm run format
import { alterPartitionReassignments } from '../../../lib/adapters/kafka/alter-partition-reassignments.ts';
import { type Api, negotiate } from '../../../lib/adapters/kafka/api.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeQuorum } from '../../../lib/adapters/kafka/describe-quorum.ts';
import { FencedLog } from '../../../lib/adapters/kafka/fenced-log.ts';
import { listPartitionReassignments } from '../../../lib/adapters/kafka/list-partition-reassignments.ts';
import { WireReader, WireWriter } from '../../../lib/adapters/kafka/wire.ts';
import { startLab } from '../../../lab/lab.ts';
import { ADDED_BROKER, type AnyApi, type Exchange, EXCHANGES, OF_GROUPS } from './exchanges.ts';
import { activeGroups } from './active-groups.ts';
import {
  asJson,
  RECORDED_VERSIONS,
  type RecordedExchange,
  requestAsJson,
  writeRecording,
} from './recording.ts';

for (const kafkaVersion of RECORDED_VERSIONS) await writeRecording(kafkaVersion, await record(kafkaVersion));

async function record(kafkaVersion: string): Promise<RecordedExchange[]> {
  await using lab = await startLab({ kafkaVersion, timeouts: 'default' });
  const security = { protocol: 'PLAINTEXT' } as const;
  await using connection = await KafkaConnection.open({
    brokers: lab.bootstrapBrokers,
    clientId: 'record',
    security,
  });
  // The broker that is stopped later must not be the controller, which answers for the reassignment.
  if ((await connection.send(describeQuorum, {}, 'any')).leaderId === ADDED_BROKER)
    return await record(kafkaVersion);
  // Makes __transaction_state, so that there are coordinators to find.
  await FencedLog.open(connection, {
    topic: 'orders',
    transactionalId: 'recorder',
    transactionTimeoutMs: 60_000,
  });
  const recorded = [];
  for (const exchange of EXCHANGES) recorded.push(...(await everyVersion(connection, exchange)));
  await using groups = await activeGroups(lab.bootstrapBrokers, connection);
  for (const exchange of OF_GROUPS)
    recorded.push(...(await everyVersion(connection, exchange, groups.coordinator)));
  await lab.signalNode(ADDED_BROKER, 'SIGSTOP');
  const added = { topic: 'placed', partition: 0, replicas: [2, 1, ADDED_BROKER] };
  await connection.send(alterPartitionReassignments, { partitions: [added], timeoutMs: 10_000 }, 1);
  const listing = { api: listPartitionReassignments as AnyApi, request: {} };
  recorded.push(...(await everyVersion(connection, listing)));
  await lab.signalNode(ADDED_BROKER, 'SIGCONT');
  return recorded;
}

async function everyVersion(
  connection: KafkaConnection,
  exchange: Exchange,
  broker = 1,
): Promise<RecordedExchange[]> {
  const theirs = await connection.withLink(broker, (link) =>
    Promise.resolve(link.versionsOf(exchange.api.key)),
  );
  const { min, max } = exchange.api.versions;
  const versions = Array.from({ length: max - min + 1 }, (_, index) => max - index);
  const recorded = [];
  // The newest first: it says most, and the first one finds topics to create.
  for (const version of versions) {
    if (negotiate({ min: version, max: version }, theirs) === undefined) continue;
    recorded.push(await oneVersion({ connection, broker }, exchange, version));
  }
  return recorded;
}

async function oneVersion(
  { connection, broker }: { readonly connection: KafkaConnection; readonly broker: number },
  { api, request }: Exchange,
  version: number,
): Promise<RecordedExchange> {
  const raw: Api<unknown, Buffer> = {
    ...api,
    versions: { min: version, max: version },
    decode: (reader) => Buffer.from(Array.from({ length: reader.remaining }, () => reader.int8())),
  };
  const flexible = version >= api.flexibleFrom;
  const writer = new WireWriter(flexible);
  api.encode(writer, request, version);
  const responseBytes = await connection.send(raw, request, broker);
  return {
    api: api.name,
    version,
    request: requestAsJson(request),
    requestBytes: writer.bytes().toString('hex'),
    responseBytes: responseBytes.toString('hex'),
    response: asJson(api.decode(new WireReader(responseBytes, flexible), version)),
  };
}
