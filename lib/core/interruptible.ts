/** Long work that can be interrupted: it yields after each small step, and returns its result. */
export type Interruptible<T> = Generator<undefined, T>;

/** All of it at once. */
export function allAtOnce<T>(work: Interruptible<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
