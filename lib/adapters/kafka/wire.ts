/**
 * Kafka's wire types. "Flexible" API versions (KIP-482) write lengths as unsigned varints plus one (0 is null) and end
 * every structure with a list of tagged fields; the older ones write INT16 and INT32 lengths (-1 is null).
 * https://kafka.apache.org/protocol.html#protocol_types
 */
export class WireWriter {
  readonly flexible: boolean;
  readonly #chunks: Buffer[] = [];

  constructor(flexible: boolean) {
    this.flexible = flexible;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  int8(value: number): this {
    return this.#fixed(1, (chunk) => chunk.writeInt8(value));
  }

  int16(value: number): this {
    return this.#fixed(2, (chunk) => chunk.writeInt16BE(value));
  }

  int32(value: number): this {
    return this.#fixed(4, (chunk) => chunk.writeInt32BE(value));
  }

  int64(value: bigint): this {
    return this.#fixed(8, (chunk) => chunk.writeBigInt64BE(value));
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  /** From 0 to 2^32 - 1, seven bits a byte, the lowest first. */
  unsignedVarint(value: number): this {
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
    return this.raw(Buffer.from([...bytes, rest]));
  }

  string(value: string | null): this {
    if (value === null) return this.flexible ? this.unsignedVarint(0) : this.int16(-1);
    const encoded = Buffer.from(value, 'utf8');
    const length = this.flexible ? this.unsignedVarint(encoded.length + 1) : this.int16(encoded.length);
    return length.raw(encoded);
  }

  /** `one` writes one item; an item that is a structure must end itself with `endStructure`. */
  array<T>(items: readonly T[] | null, one: (item: T) => unknown): this {
    if (items === null) return this.flexible ? this.unsignedVarint(0) : this.int32(-1);
    if (this.flexible) this.unsignedVarint(items.length + 1);
    else this.int32(items.length);
    for (const item of items) one(item);
    return this;
  }

  /** A UUID as Kafka prints it: 16 bytes in base64url. */
  uuid(value: string): this {
    const encoded = Buffer.from(value, 'base64url');
    if (encoded.length !== 16) throw new RangeError(`"${value}" is not a UUID of 16 bytes in base64url`);
    return this.raw(encoded);
  }

  /** No tagged fields; nothing at all before flexible versions. */
  endStructure(): this {
    return this.flexible ? this.unsignedVarint(0) : this;
  }

  raw(chunk: Buffer): this {
    this.#chunks.push(chunk);
    return this;
  }

  #fixed(size: number, write: (chunk: Buffer) => unknown): this {
    const chunk = Buffer.alloc(size);
    write(chunk);
    return this.raw(chunk);
  }
}

/** An item with the bytes that it was read from. */
export interface ReadItem<T> {
  readonly item: T;
  readonly bytes: Buffer;
}

/** Reads what `WireWriter` writes; every read past the end says where it was. */
export class WireReader {
  readonly flexible: boolean;
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer, flexible: boolean) {
    this.#bytes = bytes;
    this.flexible = flexible;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#take(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError(`a varint before byte ${String(this.#offset)} is longer than five bytes`);
  }

  string(): string {
    const value = this.nullableString();
    if (value === null) throw new RangeError(`a null string before byte ${String(this.#offset)}`);
    return value;
  }

  nullableString(): string | null {
    const length = this.flexible ? this.unsignedVarint() - 1 : this.int16();
    if (length < 0) return null;
    const start = this.#take(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** What the broker says about an error; some answers have an empty text where there is nothing to say. */
  message(): string | null {
    const text = this.nullableString();
    return text === '' ? null : text;
  }

  /** A null array reads as an empty one: no response that we read tells them apart. */
  array<T>(one: (reader: this) => T): T[] {
    const count = this.flexible ? this.unsignedVarint() - 1 : this.int32();
    // An item takes a byte at least: a count that cannot be true must not allocate.
    if (count > this.remaining) {
      throw new RangeError(`${String(count)} items said, ${String(this.remaining)} bytes left`);
    }
    const items: T[] = [];
    // A plain loop: answers about thousands of topics have a million items.
    for (let read = 0; read < count; read += 1) items.push(one(this));
    return items;
  }

  /** A structure: its fields, then its tagged fields, which are skipped. */
  structure<T>(fields: (reader: this) => T): T {
    const value = fields(this);
    this.endStructure();
    return value;
  }

  /** The next item; when the bytes of `earlier` stand here again it is that one, and nothing is made. */
  again<T>(earlier: ReadItem<T> | undefined, one: (reader: this) => T): ReadItem<T> {
    const start = this.#offset;
    if (earlier !== undefined && this.#standsHere(earlier.bytes)) {
      this.#take(earlier.bytes.length);
      return earlier;
    }
    const item = one(this);
    return { item, bytes: this.#bytes.subarray(start, this.#offset) };
  }

  uuid(): string {
    const start = this.#take(16);
    return this.#bytes.toString('base64url', start, start + 16);
  }

  /** Skips tagged fields; nothing at all before flexible versions. */
  endStructure(): void {
    if (!this.flexible) return;
    for (let left = this.unsignedVarint(); left > 0; left -= 1) {
      this.unsignedVarint();
      this.#take(this.unsignedVarint());
    }
  }

  #standsHere(bytes: Buffer): boolean {
    const { length } = bytes;
    const start = this.#offset;
    return length <= this.remaining && this.#bytes.compare(bytes, 0, length, start, start + length) === 0;
  }

  #take(size: number): number {
    if (size > this.remaining) {
      const [wanted, offset, length] = [size, this.#offset, this.#bytes.length].map(String);
      throw new RangeError(`${wanted ?? ''} bytes wanted at byte ${offset ?? ''} of ${length ?? ''}`);
    }
    const start = this.#offset;
    this.#offset += size;
    return start;
  }
}

export const int32s = (reader: WireReader): number[] => reader.array((item) => item.int32());
