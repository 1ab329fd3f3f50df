/** How a registry wants its callers to prove who they are. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      readonly realm: URL;
      readonly service: string | undefined;
      /** Parted by blanks where there are more of them. */
      readonly scope: string | undefined;
    };

/** `Bearer realm="https://auth.example/token",service="registry",scope="repository:app:pull,push"`; undefined when it is neither that nor Basic. */
export function parseChallenge(header: string): Challenge | undefined {
  const scheme = /^\s*([A-Za-z]+)(?:\s|$)/.exec(header)?.[1]?.toLowerCase();
  if (scheme === 'basic') return { scheme };
  return scheme === 'bearer' ? bearerIn(header) : undefined;
}

function bearerIn(header: string): Challenge | undefined {
  const pairs = [...header.matchAll(/([A-Za-z]+)="([^"]*)"/g)];
  const values = new Map(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), value]));
  const realm = values.get('realm') ?? '';
  if (!URL.canParse(realm)) return undefined;
  const [service, scope] = [values.get('service'), values.get('scope')];
  return { scheme: 'bearer', realm: new URL(realm), service, scope };
}

/** Where a password may be sent: over TLS, or to this machine itself. */
export const keepsSecrets = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
