import { expect, test } from '@jest/globals';
import { describeConfigs, type DescribeConfigsResponse } from './describe-configs.ts';
import { WireReader, WireWriter } from './wire.ts';

interface Config {
  readonly name: string;
  readonly value: string;
}

function answer(topics: Readonly<Record<string, readonly Config[]>>): DescribeConfigsResponse {
  const writer = new WireWriter(true).int32(0);
  writer.array(Object.entries(topics), ([topic, configs]) => {
    writer.int16(0).string(null).int8(2).string(topic);
    writer.array(configs, ({ name, value }) => {
      writer.string(name).string(value).boolean(false).int8(5).boolean(false);
      writer.array([], () => undefined).int8(5);
      writer.string(null).endStructure();
    });
    writer.endStructure();
  });
  return describeConfigs.decode(new WireReader(writer.endStructure().bytes(), true), 4);
}

const [WEEK, DAY] = ['604800000', '86400000'];
const retention = (value: string): Config => ({ name: 'retention.ms', value });
const POLICY = { name: 'cleanup.policy', value: 'delete' };

test('topics with the same entry share it, and each has its own where they differ', () => {
  const { results } = answer({
    first: [retention(WEEK), POLICY],
    alike: [retention(WEEK), POLICY],
    other: [retention(DAY), POLICY],
    turned: [POLICY, retention(WEEK)],
    fewer: [POLICY],
  });
  const values = results.map(({ name, configs }) => [name, ...configs.map(({ value }) => value)]);
  expect(values).toEqual([
    ['first', WEEK, 'delete'],
    ['alike', WEEK, 'delete'],
    ['other', DAY, 'delete'],
    ['turned', 'delete', WEEK],
    ['fewer', 'delete'],
  ]);
  expect(results[1]?.configs[0]).toBe(results[0]?.configs[0]);
  expect(results[2]?.configs[1]).toBe(results[0]?.configs[1]);
});
