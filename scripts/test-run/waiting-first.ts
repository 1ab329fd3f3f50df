/** A test file, as far as its place in the run is concerned. */
interface TestFile {
  readonly path: string;
}

/** Where jest finds this. */
export const WAITING_FIRST = import.meta.filename;

/** Runs for minutes and lets the processors idle meanwhile: at the end of a run nobody would use them. */
const WAITS = '/test/workflows/workflows.test.ts';

/**
 * Runs what waits most first, and all other test files in the order of their paths: test/chaos has the longest and
 * test/lab the shortest, so that at the end no worker is idle for long while another one goes on.
 */
export default class WaitingFirst {
  sort(files: readonly TestFile[]): TestFile[] {
    const waiting = files.filter(({ path }) => path.endsWith(WAITS));
    const others = files.filter((file) => !waiting.includes(file));
    return [...waiting, ...others.toSorted((one, other) => (one.path < other.path ? -1 : 1))];
  }

  /** Jest would have the next run depend on this one. */
  cacheResults(): void {
    return;
  }
}
