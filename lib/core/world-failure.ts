/**
 * The world refused or did not answer (a time-out, a denied call, a lost connection). Adapters translate a vendor's
 * error into this once; the message says where and what, and what to do next.
 */
export class WorldFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WorldFailure';
  }
}
