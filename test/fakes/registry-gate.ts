import { type Reply, errorReply } from './registry-reply.ts';

export interface GateSettings {
  readonly login: 'none' | 'basic' | 'bearer';
  readonly username: string;
  readonly password: string;
  /** Where tokens are given; this registry itself where nothing else is said. */
  readonly realm: string;
  /** Seconds. */
  readonly tokenLasts: number;
}

/** Who may come in. */
export class RegistryGate {
  readonly settings: GateSettings;
  /** What is taken; it changes when a login ends. */
  password: string;
  /** How often a token was given. */
  tokens = 0;
  readonly #valid = new Set<string>();

  constructor(settings: Partial<GateSettings>) {
    this.settings = {
      login: 'none',
      username: 'AWS',
      password: 'open-sesame',
      realm: '',
      tokenLasts: 300,
      ...settings,
    };
    this.password = this.settings.password;
  }

  /** All tokens that were given end now. */
  endTokens(): void {
    this.#valid.clear();
  }

  check(authorization: string | undefined, url: URL, origin: string): Reply | undefined {
    const { login } = this.settings;
    if (url.pathname === '/token') return this.#token(authorization, url);
    if (login === 'none') return undefined;
    if (login === 'basic') {
      return this.#isPassword(authorization) ? undefined : challenge('Basic realm="registry",service="ecr"');
    }
    const scope = scopeOf(url);
    if (this.#valid.has(`${authorization ?? ''} ${scope}`)) return undefined;
    const realm = this.settings.realm === '' ? `${origin}/token` : this.settings.realm;
    return challenge(`Bearer realm="${realm}",service="fake",scope="${scope}"`);
  }

  #token(authorization: string | undefined, url: URL): Reply {
    if (!this.#isPassword(authorization)) return challenge('Basic realm="tokens"');
    this.tokens += 1;
    const token = `t${String(this.tokens)}`;
    this.#valid.add(`Bearer ${token} ${url.searchParams.get('scope') ?? ''}`);
    const body = JSON.stringify({ token, expires_in: this.settings.tokenLasts });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }

  #isPassword(authorization: string | undefined): boolean {
    const both = `${this.settings.username}:${this.password}`;
    return authorization === `Basic ${Buffer.from(both).toString('base64')}`;
  }
}

const scopeOf = (url: URL): string => {
  const name = /^\/v2\/(.*?)\/(?:blobs|manifests|referrers)\//.exec(url.pathname)?.[1] ?? '';
  return `repository:${name}:pull,push`;
};

const challenge = (header: string): Reply => {
  const refused = errorReply(401, 'UNAUTHORIZED', 'authentication required');
  return { ...refused, headers: { ...refused.headers, 'www-authenticate': header } };
};
