import type { Flaw } from '../../core/image-contents.ts';

/** Carries a flaw out of the depth of a reading; it ends up as a value in what the reading gives. */
export class Flawed extends Error {
  readonly kind: Flaw['kind'];

  constructor(kind: Flaw['kind'], because: string, options?: ErrorOptions) {
    super(because, options);
    this.name = 'Flawed';
    this.kind = kind;
  }
}
