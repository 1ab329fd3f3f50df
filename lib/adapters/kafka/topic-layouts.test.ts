import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { topicLayouts } from './topic-layouts.ts';
import { WireReader, WireWriter } from './wire.ts';

const ID = Buffer.alloc(16, 7).toString('base64url');

/** An answer about one topic whose partitions come in this order, with these replicas. */
function answer(partitions: readonly { readonly partition: number; readonly replicas: number[] }[]): Buffer {
  const writer = new WireWriter(true).int32(0).array([], () => undefined);
  writer
    .string('cluster')
    .int32(1)
    .array([partitions], () => {
      writer.int16(0).string('posts').uuid(ID).boolean(false);
      writer.array(partitions, ({ partition, replicas }) => {
        writer.int16(0).int32(partition).int32(-1).int32(4);
        for (const ids of [replicas, [], replicas]) writer.array(ids, (id) => writer.int32(id));
        writer.endStructure();
      });
      writer.int32(0).endStructure();
    });
  return writer.endStructure().bytes();
}

const factors = fc.array(fc.nat({ max: 5 }), { maxLength: 20 });

test('the replicas are counted by partition, in whatever order they come', () => {
  fc.assert(
    fc.property(factors, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (counts, ranks) => {
      const partitions = counts.map((count, partition) => ({
        partition,
        replicas: Array.from({ length: count }, () => 3),
      }));
      const shuffled = partitions.toSorted((a, b) => (ranks[a.partition] ?? 0) - (ranks[b.partition] ?? 0));
      const reader = new WireReader(answer(shuffled), true);
      const { topics } = topicLayouts.decode(reader, 12);
      expect(topics).toEqual([
        { errorCode: 0, name: 'posts', topicId: ID, internal: false, replicas: counts },
      ]);
      expect(reader.remaining).toBe(0);
    }),
  );
});
