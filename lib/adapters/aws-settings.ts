/** Temporary or lasting credentials, in the shape that every client of the AWS SDK takes. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** The client asks again when this is near. */
  readonly expiration?: Date;
}

/** What each AWS client needs; without credentials the SDK's default chain is used (environment, IRSA, instance profile). */
export interface AwsSettings {
  readonly region: string;
  /** `forceRefresh` asks for credentials other than those that AWS has just refused. */
  readonly credentials?: (options?: { readonly forceRefresh?: boolean }) => Promise<AwsCredentials>;
}

const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 30_000;

/** Options of the SDK's HTTP handler, in milliseconds. */
interface Timeouts {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly throwOnRequestTimeout: boolean;
}

/** Adds time-outs: by itself the SDK waits for ever, and past a `requestTimeout` alone it only warns. */
export function withTimeouts(
  settings: AwsSettings,
  requestTimeout = ANSWER_WITHIN_MS,
): AwsSettings & { readonly requestHandler: Timeouts } {
  const connectionTimeout = CONNECT_WITHIN_MS;
  return { ...settings, requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true } };
}
