/** An entry as its header is to say, also wrongly. */
export interface WrittenEntry {
  readonly name: string;
  /** The type's character: file unless it says otherwise. */
  readonly type?: string;
  readonly content?: Buffer | string;
  readonly mode?: number;
  readonly target?: string;
  /** Another size than that of the content. */
  readonly size?: number;
  readonly pax?: Readonly<Record<string, string>>;
}

export const file = (name: string, content: Buffer | string = '', mode = 0o644): WrittenEntry => ({
  ...{ name, content, mode },
});
export const program = (name: string, mode = 0o755): WrittenEntry => file(name, '\u007fELF', mode);
export const folder = (name: string, mode = 0o755): WrittenEntry => ({ name, type: '5', mode });
export const link = (name: string, target: string): WrittenEntry => ({
  ...{ name, type: '2', target, mode: 0o777 },
});
export const hardLink = (name: string, target: string): WrittenEntry => ({ name, type: '1', target });

const BLOCK = 512;

/** A tar archive of these entries with its end. */
export function archive(...entries: readonly WrittenEntry[]): Buffer {
  return Buffer.concat([...entries.map(entryBlocks), Buffer.alloc(2 * BLOCK)]);
}

/** The headers and the content of one entry, without the end of an archive. */
export function entryBlocks(entry: WrittenEntry): Buffer {
  const { name, type = '0', content = '', mode = 0o644, target = '', pax } = entry;
  const bytes = Buffer.from(content);
  const before = pax === undefined ? [] : [paxBlocks(pax)];
  const plain = header({ name, type, mode, target, size: entry.size ?? bytes.length });
  return Buffer.concat([...before, plain, padded(bytes)]);
}

/** GNU's way to give a name of more than 100 bytes. */
export function gnuLongName(entry: WrittenEntry): Buffer {
  const name = Buffer.from(`${entry.name}\0`);
  const long = header({ name: '././@LongLink', type: 'L', mode: 0, target: '', size: name.length });
  return Buffer.concat([long, padded(name), entryBlocks({ ...entry, name: entry.name.slice(0, 100) })]);
}

export function paxBlocks(records: Readonly<Record<string, string>>, type = 'x'): Buffer {
  const text = Buffer.from(
    Object.entries(records)
      .map(([key, value]) => paxRecord(` ${key}=${value}\n`))
      .join(''),
  );
  return Buffer.concat([header({ name: 'pax', type, mode: 0, target: '', size: text.length }), padded(text)]);
}

function paxRecord(record: string): string {
  const bytes = Buffer.byteLength(record);
  const digits = String(bytes + String(bytes).length).length;
  return `${String(bytes + digits)}${record}`;
}

interface HeaderFields {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly target: string;
  readonly size: number;
}

function header({ name, type, mode, target, size }: HeaderFields): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name.slice(0, 100), 0, 'utf8');
  block.write(octal(mode, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(type, 156, 'latin1');
  block.write(target.slice(0, 100), 157, 'utf8');
  block.write('ustar\u000000', 257, 'latin1');
  block.fill(' ', 148, 156);
  block.write(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0`,
    148,
  );
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
