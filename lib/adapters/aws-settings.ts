import http from 'node:http';
import https from 'node:https';
import { proxiesOf } from './proxy.ts';

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

/** Options of the SDK's HTTP handler; times in milliseconds. */
interface Handling {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly throwOnRequestTimeout: boolean;
  readonly httpAgent?: http.Agent;
  readonly httpsAgent?: https.Agent;
}

/** As many sockets as the SDK's own agents have. */
const AGENT = { keepAlive: true, maxSockets: 50 };

/**
 * Adds time-outs: by itself the SDK waits for ever, and past a `requestTimeout` alone it only warns. And it knows no
 * proxies: those that the environment names are taken.
 */
export function withTimeouts(
  settings: AwsSettings,
  requestTimeout = ANSWER_WITHIN_MS,
): AwsSettings & { readonly requestHandler: Handling } {
  const connectionTimeout = CONNECT_WITHIN_MS;
  const timeouts = { connectionTimeout, requestTimeout, throwOnRequestTimeout: true };
  return { ...settings, requestHandler: { ...timeouts, ...agents() } };
}

function agents(): Pick<Handling, 'httpAgent' | 'httpsAgent'> {
  const proxies = proxiesOf();
  if (proxies === undefined) return {};
  const proxied = { ...AGENT, proxyEnv: { ...proxies } };
  return { httpAgent: new http.Agent(proxied), httpsAgent: new https.Agent(proxied) };
}
