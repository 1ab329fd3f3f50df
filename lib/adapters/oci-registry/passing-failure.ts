import { RegistryFailure, type RegistryFailureKind } from '../../core/registry-failure.ts';

/** What may be over when it is tried again. */
export class PassingFailure extends RegistryFailure {
  /** Milliseconds that the registry asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: RegistryFailureKind,
    message: string,
    options: ErrorOptions & { readonly retryAfter?: number | undefined } = {},
  ) {
    super(kind, message, options);
    this.retryAfter = options.retryAfter;
  }
}
