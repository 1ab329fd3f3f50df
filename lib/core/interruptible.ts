/** Long work that can be interrupted: it yields after each small step, and returns its result. */
export type Interruptible<T> = Generator<undefined, T>;
