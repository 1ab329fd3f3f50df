import { RE2JS, RE2JSException } from 're2js';

/** A regular expression that is asked whether it is found in a text. */
export interface LinearPattern {
  /** As it was written. */
  readonly source: string;
  readonly test: (text: string) => boolean;
}

/**
 * A regular expression in the syntax of RE2, which takes a time that grows with the text and no more, whoever wrote it:
 * JavaScript's own can be made to take for ever. undefined where it is none, or needs what RE2 does not have (lookaround,
 * backreferences; https://github.com/google/re2/wiki/Syntax).
 */
export function linearPattern(source: string): LinearPattern | undefined {
  try {
    const compiled = RE2JS.compile(source);
    return { source, test: (text) => compiled.test(text) };
  } catch (failure) {
    if (failure instanceof RE2JSException) return undefined;
    throw failure;
  }
}
