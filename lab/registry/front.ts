import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RegistryRights } from '../iam/registry-rights.ts';
import { challenge, isAllowed, passwordIn } from './access.ts';
import { refusalOf, type Repositories } from './ecr-rules.ts';
import { type Exchange, refuse } from './exchange.ts';
import { forward, type TakenManifest } from './forward.ts';
import { Referrers } from './referrers.ts';
import { callOf, type SeenCall } from './registry-call.ts';
import { error, RegistryFaults, type RegistryError } from './registry-fault.ts';

const UNAUTHORIZED = error(401, 'UNAUTHORIZED', 'Not Authorized');
const MANIFESTS = ['index', 'manifest'].map((what) => `application/vnd.oci.image.${what}.v1+json`).join(', ');

interface Behind {
  /** Of the registry, on the loopback interface. */
  readonly port: number;
  readonly host: string;
  readonly password: string;
}

/** Stands before a registry: asks for a password, plays ECR's rules, lets go wrong what is ordered, and counts. */
export class Front {
  readonly calls: SeenCall[] = [];
  readonly faults = new RegistryFaults();
  readonly passwords: Set<string>;
  /** While it is undefined all repositories exist and no tag is immutable. */
  repositories: Repositories | undefined;
  /** Where it is set, passwords of roles are let in too, as far as their policies go. */
  rights: RegistryRights | undefined;
  /** Is told of each manifest that was taken. */
  onManifest: (manifest: TakenManifest) => void = () => undefined;
  readonly #referrers = new Referrers();
  readonly #behind: Behind;

  constructor(behind: Behind) {
    this.#behind = behind;
    this.passwords = new Set([behind.password]);
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://registry');
    const call: SeenCall = { ...callOf(incoming.method ?? '', url), status: 'cut', sent: 0, received: 0 };
    this.calls.push(call);
    try {
      await this.#answer({ incoming, response, url, call, trouble: this.faults.take(call) });
    } catch {
      // The caller has gone, or the registry, or it was cut on purpose: this connection is over.
      response.destroy();
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { response, trouble, incoming, call } = exchange;
    if (trouble === 'cut-before') {
      response.destroy();
      return;
    }
    if (trouble === 'hang') return;
    const refusal = typeof trouble === 'object' ? trouble : await this.#refusal(exchange);
    if (refusal?.status === 401) response.setHeader('www-authenticate', challenge(this.#behind.host));
    if (refusal !== undefined) refuse(exchange, refusal);
    else if (call.kind === 'referrers') this.#listReferrers(exchange);
    else await forward(exchange, this.#behind.port, (manifest) => this.#take(manifest));
    incoming.resume();
  }

  async #refusal({ incoming, call }: Exchange): Promise<RegistryError | undefined> {
    const { authorization } = incoming.headers;
    if (!isAllowed(authorization, this.passwords)) {
      const refusal = await this.#refusalOfRole(passwordIn(authorization), call);
      if (refusal !== undefined) return refusal;
    }
    return this.repositories && (await refusalOf(call, this.repositories, () => this.#exists(incoming)));
  }

  async #refusalOfRole(password: string, call: SeenCall): Promise<RegistryError | undefined> {
    if (this.rights?.isPassword(password) !== true) return UNAUTHORIZED;
    return this.rights.refusalOf(password, call, this.#behind.host);
  }

  async #exists({ url = '' }: IncomingMessage): Promise<boolean> {
    const target = `http://127.0.0.1:${String(this.#behind.port)}${url}`;
    return (await fetch(target, { method: 'HEAD', headers: { accept: MANIFESTS } })).ok;
  }

  #take(manifest: TakenManifest): Record<string, string> {
    const subject = this.#referrers.note(manifest);
    this.onManifest(manifest);
    return subject === undefined ? {} : { 'OCI-Subject': subject };
  }

  #listReferrers({ response, call, url }: Exchange): void {
    call.status = 200;
    response.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' });
    response.end(this.#referrers.list(call.repository, call.reference, url.searchParams.get('artifactType')));
  }
}
