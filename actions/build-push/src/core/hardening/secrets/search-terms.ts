import { base64Forms, decodeBase64 } from './base64.ts';
import type { SecretPattern } from './secret-pattern.ts';

/** A literal to look for, and what makes a hit of the place where it stands. */
export interface SearchTerm {
  readonly title: string;
  readonly literal: string;
  readonly encoding: 'plain' | 'base64';
  /** Whether the text around it is a secret; the literal begins at `at` (both as Latin-1). */
  readonly confirm: (text: string, at: number) => boolean;
}

/** A value that must not be in the image, such as that of a build secret. */
export interface KnownSecret {
  /** `NPM_TOKEN`: what it is told by. */
  readonly name: string;
  readonly value: string;
}

/** What stands for a secret in documentation; the last one is the body of the token on jwt.io. */
const STAND_IN = /example|placeholder|redacted|change_?me|your[_-]|accesstoken|eyJzdWIiOiIxMjM0NTY3ODkw/i;
const LEAST_DIFFERENT = 6;

/** In plain and in base64 wherever it begins. */
export function patternTerms(pattern: SecretPattern): SearchTerm[] {
  const isSecret = (text: string, at: number): boolean => {
    const match = new RegExp(pattern.match);
    match.lastIndex = at;
    const [all, part = all ?? ''] = match.exec(text) ?? [];
    if (all === undefined || STAND_IN.test(part)) return false;
    if (pattern.decoded !== undefined) return pattern.decoded.test(decodeBase64(part));
    return new Set(part).size >= Math.min(LEAST_DIFFERENT, part.length);
  };
  return pattern.anchors.flatMap((anchor) => bothForms(pattern.title, anchor, isSecret));
}

/** Shorter values are in every file by chance. */
const LEAST_KNOWN = 6;
/** Bytes of a known value that are compared: of more than one place with the same beginning, all are hits. */
const COMPARED = 512;

export function knownTerms({ name, value }: KnownSecret): SearchTerm[] {
  const text = latin1(new TextEncoder().encode(value.trim())).slice(0, COMPARED);
  if (text.length < LEAST_KNOWN) return [];
  return bothForms(`the value of ${name}`, text, (around, at) => around.startsWith(text, at));
}

/** Characters of a literal that are searched for; base64 in lines seldom breaks within so few. */
const SEARCHED = 12;

function bothForms(
  title: string,
  anchor: string,
  confirm: (text: string, at: number) => boolean,
): SearchTerm[] {
  const encoded = base64Forms(anchor).map(({ before, characters, offset }) => ({
    ...{ title, literal: characters, encoding: 'base64' as const },
    confirm: (text: string, at: number) =>
      at >= offset && confirm(decodeBase64(text.slice(at - offset)), before),
  }));
  const terms = [{ title, literal: anchor, encoding: 'plain' as const, confirm }, ...encoded];
  return terms.map((term) => ({ ...term, literal: term.literal.slice(0, SEARCHED) }));
}

export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
