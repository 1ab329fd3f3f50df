import { describe, expect, test } from '@jest/globals';
import { WireReader, WireWriter } from '../../../lib/adapters/kafka/wire.ts';
import { apiByName, EXCHANGES } from './exchanges.ts';
import { asJson, readRecording, type RecordedExchange, RECORDED_VERSIONS } from './recording.ts';

const recordings = await Promise.all(
  RECORDED_VERSIONS.map(async (version) => [version, await readRecording(version)] as const),
);

describe.each(recordings)('the bytes of Apache Kafka %s', (_kafkaVersion, exchanges) => {
  const cases = exchanges.map((recorded) => ({ ...recorded, recorded }));

  test.each(cases)('$api $version: the request is written as it was accepted', ({ recorded }) => {
    const { api, flexible } = coded(recorded);
    const writer = new WireWriter(flexible);
    api.encode(writer, recorded.request, recorded.version);
    expect(writer.bytes().toString('hex')).toBe(recorded.requestBytes);
  });

  test.each(cases)('$api $version: the response is read, all of it', ({ recorded }) => {
    const { api, flexible } = coded(recorded);
    const reader = new WireReader(Buffer.from(recorded.responseBytes, 'hex'), flexible);
    expect(asJson(api.decode(reader, recorded.version))).toEqual(recorded.response);
    expect(reader.remaining).toBe(0);
  });

  test.each(cases)('$api $version: a response cut short is an error', ({ recorded }) => {
    const { api, flexible } = coded(recorded);
    const cut = Buffer.from(recorded.responseBytes, 'hex').subarray(0, -1);
    expect(() => api.decode(new WireReader(cut, flexible), recorded.version)).toThrow(RangeError);
  });

  test('every API is recorded in its highest version', () => {
    const highest = new Set(exchanges.map(({ api, version }) => `${api} ${String(version)}`));
    const missing = EXCHANGES.map(({ api }) => api).filter(
      ({ name, versions }) => !NOT_IN_3_9.has(name) && !highest.has(`${name} ${String(versions.max)}`),
    );
    expect(missing).toEqual([]);
  });
});

/** APIs whose highest version came after 3.9. */
const NOT_IN_3_9 = new Set(['DescribeCluster']);

function coded({ api: name, version }: RecordedExchange) {
  const api = apiByName(name);
  return { api, flexible: version >= api.flexibleFrom };
}
