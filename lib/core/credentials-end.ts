/** Credentials that end and that nobody renews. */
export interface CredentialsEnd {
  /** Milliseconds since the epoch; undefined where nobody can say. */
  readonly until: number | undefined;
  readonly because: string;
}

/** Credentials as the SDK's default chain finds them. */
interface ChainCredentials {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The key that the variables of the environment give, if any. */
  readonly keyOfVariables: string | undefined;
}

/** The SDK asks the source anew when a session is nearer to its end than this. */
const RENEWED_BEFORE_MS = 300_000;

/** Undefined for credentials that last, or that the SDK renews from where they come from. */
export function endOfChain(
  { accessKeyId, sessionToken, expiration }: ChainCredentials,
  { now, keyOfVariables }: Surroundings,
): CredentialsEnd | undefined {
  if ((sessionToken ?? '') === '') return undefined;
  const until = expiration?.getTime();
  if (until === undefined) return { until, because: 'they are temporary, and nothing says until when' };
  if (accessKeyId === keyOfVariables)
    return { until, because: 'variables of the environment are never renewed' };
  return until - now > RENEWED_BEFORE_MS ? undefined : { until, because: 'their source does not renew them' };
}
