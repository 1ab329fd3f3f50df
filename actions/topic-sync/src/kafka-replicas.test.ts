import { expect, test } from '@jest/globals';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeLogDirs } from '../../../lib/adapters/kafka/describe-log-dirs.ts';
import { kafkaReplicas } from './kafka-replicas.ts';

test('the room of a broker with several folders is that of the fullest: nobody can tell which one is taken', async () => {
  const dir = (path: string, usableBytes: bigint) => ({ errorCode: 0, path, replicas: [], usableBytes });
  const told = { errorCode: 0, dirs: [dir('/a', 500n), dir('/b', 10n)] };
  const connection = {
    send: (api: object) =>
      Promise.resolve(api === describeLogDirs ? told : { brokers: [{ id: 1 }], topics: [] }),
  } as unknown as KafkaConnection;
  expect(await kafkaReplicas(connection).storage([])).toEqual([
    { kind: 'known', broker: 1, usableBytes: 10, replicas: [] },
  ]);
});
