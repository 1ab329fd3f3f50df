/**
 * Stands in for jest's globals, so that a test file can be run again and again in one process: jest itself needs seconds
 * for each start, and here it would be started a thousand times.
 */
import { expect as jestExpect } from 'expect';

type Body = (...args: readonly unknown[]) => unknown;

const tests: (() => unknown)[] = [];

/** Those of the files that were loaded since it was asked last. */
export const takeTests = (): (() => unknown)[] => tests.splice(0);

const one = (_title: string, body: Body): void => {
  tests.push(body);
};

const group = (_title: string, body: Body): void => {
  body();
};

const each =
  (run: (title: string, body: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (title: string, body: Body): void => {
    for (const row of rows) {
      const columns: readonly unknown[] = Array.isArray(row) ? row : [row];
      run(title, () => body(...columns));
    }
  };

export const expect = jestExpect;
export const test = Object.assign(one, { each: each(one) });
export const describe = Object.assign(group, { each: each(group) });
