/**
 * What an image is made of, as one text to hash: equal texts make equal images. The commit, times and labels that follow
 * it are no part of it, so that the same content is the same image on every branch.
 */
import type { ContextEntry } from '../../../../lib/core/context-entry.ts';

export interface Content {
  /** Of this action: another one may build differently. */
  readonly version: string;
  /** SHA-256 of the Dockerfile's bytes. */
  readonly dockerfile: string;
  readonly target: string;
  readonly platforms: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** What BuildKit adds beside the platforms: `provenance`, `sbom`. */
  readonly attestations: readonly string[];
  /** Sorted by path. */
  readonly entries: readonly ContextEntry[];
}

export function canonicalContent(content: Content): string {
  const { version, dockerfile, target, platforms, buildArgs, labels, attestations, entries } = content;
  const head = {
    version,
    dockerfile,
    target,
    platforms: [...platforms].sort(),
    attestations: [...attestations].sort(),
    ...sorted({ buildArgs, labels }),
  };
  const lines = entries.map(({ path, mode, content: bytes, kind }) =>
    JSON.stringify([path, kind, mode.toString(8), bytes]),
  );
  return [JSON.stringify(head), ...lines.sort()].join('\n');
}

const sorted = (named: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  Object.fromEntries(
    Object.entries(named).map(([name, values]) => [
      name,
      Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1)),
    ]),
  );

/** At most so many are named; the others are counted. */
const MOST_NAMED = 10;

/** What is different since an earlier image, in words; the two have different hashes. */
export function explainMiss(before: Content, now: Content): string[] {
  const changes = [...explainHead(before, now), ...explainEntries(before.entries, now.entries)];
  const more = changes.length - MOST_NAMED;
  return more > 0 ? [...changes.slice(0, MOST_NAMED), `and ${String(more)} more`] : changes;
}

function explainHead(before: Content, now: Content): string[] {
  return [
    before.version === now.version ? '' : `this action: ${before.version} to ${now.version}`,
    before.dockerfile === now.dockerfile ? '' : 'changed: the Dockerfile',
    before.target === now.target ? '' : `target: ${orNone(before.target)} to ${orNone(now.target)}`,
    sameList(before.platforms, now.platforms)
      ? ''
      : `platforms: ${before.platforms.join(', ')} to ${now.platforms.join(', ')}`,
    sameList(before.attestations, now.attestations)
      ? ''
      : `attestations: ${orNone(before.attestations.join(', '))} to ${orNone(now.attestations.join(', '))}`,
    ...explainValues('build-arg', before.buildArgs, now.buildArgs),
    ...explainValues('label', before.labels, now.labels),
  ].filter((text) => text !== '');
}

const orNone = (text: string): string => (text === '' ? 'none' : text);

const sameList = (left: readonly string[], right: readonly string[]): boolean =>
  [...left].sort().join('\n') === [...right].sort().join('\n');

/** The values are not shown: a build-arg may hold what nobody should read. */
function explainValues(
  what: string,
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.filter((name) => before[name] !== now[name]).map((name) => `changed: ${what} ${name}`);
}

function explainEntries(before: readonly ContextEntry[], now: readonly ContextEntry[]): string[] {
  const earlier = new Map(before.map((entry) => [entry.path, entry]));
  const current = new Set(now.map(({ path }) => path));
  const appeared = now.flatMap((entry) => {
    const old = earlier.get(entry.path);
    if (old === undefined) return [`new: ${entry.path}`];
    if (old.content !== entry.content || old.kind !== entry.kind) return [`changed: ${entry.path}`];
    return old.mode === entry.mode ? [] : [`mode of ${entry.path}: ${octal(old)} to ${octal(entry)}`];
  });
  const gone = before.filter(({ path }) => !current.has(path)).map(({ path }) => `gone: ${path}`);
  return [...appeared, ...gone];
}

const octal = ({ mode }: ContextEntry): string => mode.toString(8).padStart(4, '0');
