import http from 'node:http';
import { env as environment, version } from 'node:process';
import { WorldFailure } from '../core/world-failure.ts';

/** The proxies of a machine, by the names that Node.js takes. */
export interface Proxies {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY: string;
}

/** This machine, and where a cloud gives its machines and containers their credentials: no proxy reaches these. */
const NEVER = ['localhost', '127.0.0.1', '[::1]', '169.254.169.254', '169.254.170.2', '169.254.170.23'];

/** What the environment says, in small letters or large; undefined where it names no proxy. */
export function proxiesOf(env: NodeJS.ProcessEnv = environment): Proxies | undefined {
  const said = (name: string): string | undefined => {
    const value = env[name.toLowerCase()] ?? env[name] ?? '';
    return value === '' ? undefined : value;
  };
  const [plain, secure] = [said('HTTP_PROXY'), said('HTTPS_PROXY')];
  if (plain === undefined && secure === undefined) return undefined;
  return {
    ...(plain !== undefined && { HTTP_PROXY: plain }),
    ...(secure !== undefined && { HTTPS_PROXY: secure }),
    NO_PROXY: [said('NO_PROXY'), ...NEVER].filter((each) => each !== undefined).join(','),
  };
}

/**
 * Sends what `fetch` asks for through the proxies that the environment names, which Node.js does not do by itself. Gives
 * what undoes it. The address may hold a password, so it is never told.
 */
export function useProxies(proxies: Proxies | undefined = proxiesOf()): () => void {
  if (proxies === undefined) return () => undefined;
  if ('setGlobalProxyFromEnv' in http) return http.setGlobalProxyFromEnv({ ...proxies });
  throw new WorldFailure(`Node.js ${version} cannot use the proxy of this machine. Take 24.14 or newer.`);
}
