/** A registry under a name that only the sandbox knows. */
export interface NamedRegistry {
  /** `123456789012.dkr.ecr.us-east-1.amazonaws.com`, without a port. */
  readonly host: string;
  /** Where it listens on port 443. */
  readonly address: string;
  /** PEM of the authority that has signed its certificate. */
  readonly authority: string;
}
