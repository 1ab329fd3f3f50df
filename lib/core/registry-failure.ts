import { WorldFailure } from './world-failure.ts';

export type RegistryFailureKind =
  /** Nobody is logged in, or the registry does not take the login. */
  | 'unauthorized'
  /** It knows who asks and does not allow it. */
  | 'denied'
  | 'name-unknown'
  /** The tag is there, and the repository's settings forbid to move it. */
  | 'tag-immutable'
  /** What came is not what its digest or its size says. */
  | 'digest-mismatch'
  | 'too-many-requests'
  /** No answer, a cut connection, no progress, or an answer of 5xx; it was tried as often as allowed. */
  | 'unreachable'
  /** The run was asked to end while it waited for an answer. */
  | 'cancelled'
  | 'refused';

/** A registry refused or did not answer. The kind comes from status and error code, never from message text. */
export class RegistryFailure extends WorldFailure {
  readonly kind: RegistryFailureKind;

  constructor(kind: RegistryFailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RegistryFailure';
    this.kind = kind;
  }
}
