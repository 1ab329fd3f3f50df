import { dockerConfig, type DockerLogin } from '../../../lib/adapters/docker-config.ts';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { env } from 'node:process';

/** The logins of this run, for the bases that BuildKit pulls. */
export class DockerLogins {
  readonly #folder: string;
  readonly #logins = new Map<string, DockerLogin>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  keep(login: DockerLogin): void {
    this.#logins.set(login.host, login);
  }

  /** The environment of docker, with the logins as they are now. */
  async environment(): Promise<NodeJS.ProcessEnv> {
    const folder = path.join(this.#folder, randomUUID());
    return { ...env, DOCKER_CONFIG: await dockerConfig(folder, [...this.#logins.values()]) };
  }
}
