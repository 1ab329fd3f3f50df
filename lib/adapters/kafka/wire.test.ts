import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { int32s, WireReader, WireWriter } from './wire.ts';

const flexible = fc.boolean();
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const structure = fc.record({
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32_768, max: 32_767 }),
  int32,
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  boolean: fc.boolean(),
  varint: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  string: fc.string({ unit: 'binary', maxLength: 300 }),
  nullable: fc.option(fc.string()),
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((id) => Buffer.from(id).toString('base64url')),
  array: fc.array(int32, { maxLength: 300 }),
});
type Structure = typeof structure extends fc.Arbitrary<infer T> ? T : never;

function write(value: Structure, flex: boolean): Buffer {
  return new WireWriter(flex)
    .int8(value.int8)
    .int16(value.int16)
    .int32(value.int32)
    .int64(value.int64)
    .boolean(value.boolean)
    .unsignedVarint(value.varint)
    .string(value.string)
    .string(value.nullable)
    .uuid(value.uuid)
    .array(value.array, () => undefined)
    .raw(Buffer.concat(value.array.map((item) => new WireWriter(flex).int32(item).bytes())))
    .endStructure()
    .bytes();
}

const read = (reader: WireReader): Structure =>
  reader.structure(() => ({
    int8: reader.int8(),
    int16: reader.int16(),
    int32: reader.int32(),
    int64: reader.int64(),
    boolean: reader.boolean(),
    varint: reader.unsignedVarint(),
    string: reader.string(),
    nullable: reader.nullableString(),
    uuid: reader.uuid(),
    array: int32s(reader),
  }));

describe('what is written is what is read', () => {
  test('every type, before and in flexible versions', () => {
    fc.assert(
      fc.property(structure, flexible, (value, flex) => {
        const reader = new WireReader(write(value, flex), flex);
        expect(read(reader)).toEqual(value);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  test('a part of it is refused with the place, and never misread as something shorter', () => {
    fc.assert(
      fc.property(structure, flexible, fc.nat(), (value, flex, cut) => {
        const bytes = write(value, flex);
        const part = bytes.subarray(0, cut % bytes.length);
        expect(() => read(new WireReader(part, flex))).toThrow(RangeError);
      }),
    );
  });

  test('arbitrary bytes end in a value or a RangeError, soon', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), flexible, (bytes, flex) => {
        const reader = new WireReader(Buffer.from(bytes), flex);
        expect(outcomeOf(() => reader.array((item) => item.nullableString()))).toMatch(
          /^(value|RangeError)$/,
        );
      }),
    );
  });
});

function outcomeOf(work: () => unknown): string {
  try {
    work();
    return 'value';
  } catch (failure) {
    return failure instanceof Error ? failure.name : String(failure);
  }
}

describe('the bytes themselves', () => {
  test.each([
    ['INT64', new WireWriter(false).int64(-2n), 'fffffffffffffffe'],
    ['STRING', new WireWriter(false).string('é'), '0002c3a9'],
    ['NULLABLE_STRING', new WireWriter(false).string(null), 'ffff'],
    ['COMPACT_STRING', new WireWriter(true).string('é'), '03c3a9'],
    ['COMPACT_NULLABLE_STRING', new WireWriter(true).string(null), '00'],
    ['ARRAY', new WireWriter(false).array([], () => undefined), '00000000'],
    ['null ARRAY', new WireWriter(false).array(null, () => undefined), 'ffffffff'],
    ['COMPACT_ARRAY', new WireWriter(true).array([], () => undefined), '01'],
    ['UNSIGNED_VARINT', new WireWriter(true).unsignedVarint(300), 'ac02'],
    ['the end of a structure', new WireWriter(true).endStructure(), '00'],
    ['the end of an older structure', new WireWriter(false).endStructure(), ''],
  ])('%s', (_type, writer, hex) => {
    expect(writer.bytes().toString('hex')).toBe(hex);
  });

  test('tagged fields of newer brokers are skipped', () => {
    const reader = new WireReader(Buffer.from('07' + '02' + '0002abcd' + '0501ff' + '2a', 'hex'), true);
    expect(reader.structure(() => reader.int8())).toBe(7);
    expect(reader.int8()).toBe(42);
  });

  test('an item whose bytes stand there again is the earlier one, and any other is read', () => {
    const reader = new WireReader(Buffer.from('000161' + '000161' + '000162' + '0001', 'hex'), false);
    const read = (): object => ({ text: reader.string() });
    const first = reader.again(undefined, read);
    const second = reader.again(first, read);
    expect(second.item).toBe(first.item);
    expect(reader.again(second, read).item).toEqual({ text: 'b' });
    expect(() => reader.again(second, read)).toThrow(RangeError);
  });

  test('a read past the end says where', () => {
    const reader = new WireReader(Buffer.from('0001', 'hex'), false);
    expect(() => reader.int32()).toThrow('4 bytes wanted at byte 0 of 2');
  });

  test('a count that cannot be true allocates nothing', () => {
    const reader = new WireReader(Buffer.from('7fffffff', 'hex'), false);
    expect(() => int32s(reader)).toThrow('2147483647 items said, 0 bytes left');
  });

  test('a varint without an end is refused', () => {
    expect(() => new WireReader(Buffer.alloc(9, 0xff), true).unsignedVarint()).toThrow(
      'longer than five bytes',
    );
  });

  test('null where a text must be is refused, and an empty message is none', () => {
    expect(() => new WireReader(Buffer.from('ffff', 'hex'), false).string()).toThrow('a null string');
    expect(new WireReader(Buffer.from('0000', 'hex'), false).message()).toBeNull();
  });

  test('a UUID of another length is refused', () => {
    expect(() => new WireWriter(true).uuid('short')).toThrow('"short" is not a UUID');
  });
});
