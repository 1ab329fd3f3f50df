import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Place, type Problem, problemAt } from '../core/problem.ts';
import type { SourceEntry, SourceValue } from '../core/source-value.ts';

export interface YamlText {
  /** Those that could be read; they may have problems too. */
  readonly documents: readonly SourceValue[];
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML 1.2 in its plainest form: no anchors, aliases or tags (what a reviewer reads is the value, and nothing
 * can blow up), no number that YAML 1.1 and 1.2 read differently. All mistakes are reported together.
 */
export function readYaml(file: string, text: string): YamlText {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const reader = new TreeReader((offset) => placeOf(file, lines, offset), problems);
  const documents: SourceValue[] = [];
  // One by one: the library's own trees of a large file would take more memory than all the rest.
  for (const document of new Composer(OPTIONS).compose(new Parser(lines.addNewLine).parse(text))) {
    const value = reader.document(document);
    if (value !== undefined) documents.push(value);
  }
  return { documents, problems };
}

// A key that is there twice is told below, with both places, and hides no other mistake of its document.
const OPTIONS = { uniqueKeys: false };

function placeOf(file: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

const FIXES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
};

/** `08`, `0777`, `0x1F`, `1_000`, `1:30`: numbers to one reader of YAML and something else to another. */
const AMBIGUOUS_NUMBER = /^[-+]?(0\d+|0[box][\da-f]+|\d+(_\d+)+|\d+(:[0-5]\d)+)$/i;

/** A file that is made to blow up has thousands, and one annotation each would help nobody. */
const MOST_DETOURS = 10;

const KNOWN_TAGS = 'tag:yaml.org,2002:';

class TreeReader {
  readonly #placeOf: (offset: number) => Place;
  readonly #problems: Problem[];
  #detours = 0;

  constructor(placeOfOffset: (offset: number) => Place, problems: Problem[]) {
    this.#placeOf = placeOfOffset;
    this.#problems = problems;
  }

  /** The tree of a document; undefined for an empty one. */
  document(document: Document): SourceValue | undefined {
    for (const mistake of [...document.errors, ...document.warnings]) {
      const fix = FIXES[mistake.code] ?? 'Mend the YAML at this place.';
      this.#report(mistake.pos[0], mistake.message.replace(/\.$/, ''), fix);
    }
    if (document.contents === null || document.errors.length > 0) return undefined;
    const value = this.#value(document.contents, 0);
    return value.kind === 'scalar' && value.value === null ? undefined : value;
  }

  #report(offset: number, what: string, fix: string): void {
    this.#problems.push(problemAt(this.#placeOf(offset), what, fix));
  }

  /** What is not the value itself, or says otherwise how it is to be read. */
  #reportDetour(offset: number, what: string, fix: string): void {
    this.#detours += 1;
    if (this.#detours > MOST_DETOURS) return;
    const last = this.#detours === MOST_DETOURS ? ' No more of them are told.' : '';
    this.#report(offset, what, `${fix}${last}`);
  }

  #value(node: unknown, around: number): SourceValue {
    const offset = offsetOf(node, around);
    if (isNode(node)) this.#checkPlain(node, offset);
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#list(node);
    if (isScalar(node)) return this.#scalar(node);
    return { kind: 'scalar', place: this.#placeOf(offset), text: '', value: null };
  }

  #checkPlain(node: Node, offset: number): void {
    if (isAlias(node)) {
      this.#reportDetour(offset, `*${node.source} is an alias`, 'Write the value itself out.');
      return;
    }
    if (node.anchor !== undefined)
      this.#reportDetour(offset, `&${node.anchor} is an anchor`, 'Remove it: nothing may refer to it.');
    // A tag that is not known is told by the parser.
    if (node.tag?.startsWith(KNOWN_TAGS) === true) {
      const name = node.tag.slice(KNOWN_TAGS.length);
      this.#reportDetour(offset, `!!${name} is a tag`, 'Remove it: how a value is read goes by its key.');
    }
  }

  #map(node: YAMLMap): SourceValue {
    const offset = node.range?.[0] ?? 0;
    const entries = node.items
      .map((pair) => this.#entry(pair, offset))
      .filter((entry) => entry !== undefined);
    return { kind: 'map', place: this.#placeOf(offset), entries: this.#onlyOnce(entries) };
  }

  /** Of a key that is there twice, the first. */
  #onlyOnce(entries: readonly SourceEntry[]): SourceEntry[] {
    const first = new Map<string, Place>();
    return entries.filter(({ key, keyPlace }) => {
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, keyPlace);
      else this.#problems.push(twice(key, keyPlace, earlier));
      return earlier === undefined;
    });
  }

  #entry(pair: Pair, around: number): SourceEntry | undefined {
    if (!isScalar(pair.key)) {
      this.#report(around, 'a key is not a plain text', 'Write keys as plain texts.');
      return undefined;
    }
    const offset = pair.key.range?.[0] ?? around;
    const value = this.#value(pair.value, offset);
    return { key: pair.key.source ?? String(pair.key.value), keyPlace: this.#placeOf(offset), value };
  }

  #list(node: YAMLSeq): SourceValue {
    const offset = node.range?.[0] ?? 0;
    const items = node.items.map((item) => this.#value(item, offset));
    return { kind: 'list', place: this.#placeOf(offset), items };
  }

  #scalar(node: Scalar): SourceValue {
    const offset = node.range?.[0] ?? 0;
    const text = node.source ?? '';
    if (node.type === 'PLAIN' && AMBIGUOUS_NUMBER.test(text)) {
      const fix = 'Write the plain decimal digits, or put it in quotes when it is meant as a text.';
      this.#report(offset, `${text} is a different number to different readers of YAML`, fix);
    }
    return { kind: 'scalar', place: this.#placeOf(offset), text, value: scalarValue(node.value) };
  }
}

function twice(key: string, place: Place, earlier: Place): Problem {
  const there = `${earlier.file}:${String(earlier.line)}:${String(earlier.column)}`;
  return problemAt(place, `${JSON.stringify(key)} is at ${there} too`, 'Keep one of the two.');
}

const offsetOf = (node: unknown, around: number): number =>
  isNode(node) ? (node.range?.[0] ?? around) : around;

function scalarValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
