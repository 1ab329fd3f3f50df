import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { isJsonObject, type JsonObject, parseJsonObject } from '../core/json-object.ts';
import { WorldFailure } from '../core/world-failure.ts';

export interface DockerLogin {
  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com` */
  readonly host: string;
  readonly username: string;
  readonly password: string;
}

/** What docker's plugins keep beside the configuration: builders, contexts, the plugins themselves. */
const SHARED = ['cli-plugins', 'contexts', 'buildx'];

/**
 * A configuration of docker of our own: the user's with these logins. The user's is only read, so no login of others is
 * overwritten, nothing has to be undone, and no password is ever an argument. Gives the folder, for DOCKER_CONFIG.
 */
export async function dockerConfig(
  folder: string,
  logins: readonly DockerLogin[],
  from = process.env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker'),
): Promise<string> {
  const own = path.join(folder, 'docker');
  await mkdir(own, { recursive: true, mode: 0o700 });
  const config = withLogins(await readConfig(path.join(from, 'config.json')), logins);
  await writeFile(path.join(own, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await mkdir(path.join(from, 'buildx'), { recursive: true }).catch(() => undefined);
  // A link to what is not there does no harm.
  for (const name of SHARED) await symlink(path.join(from, name), path.join(own, name));
  return own;
}

async function readConfig(file: string): Promise<JsonObject> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    throw new WorldFailure(`${file} cannot be read. Mend its rights.`, { cause });
  });
  const config = parseJsonObject(text);
  if (config === undefined) throw new WorldFailure(`${file} is no JSON object. Mend it, or remove it.`);
  return config;
}

/** An empty helper of a host means the file itself: otherwise a store of credentials would be asked for ours. */
function withLogins(config: JsonObject, logins: readonly DockerLogin[]): JsonObject {
  const auths = logins.map(({ host, username, password }) => [
    host,
    { auth: Buffer.from(`${username}:${password}`).toString('base64') },
  ]);
  const helpers = logins.map(({ host }) => [host, '']);
  return {
    ...config,
    auths: { ...objectIn(config, 'auths'), ...(Object.fromEntries(auths) as JsonObject) },
    credHelpers: { ...objectIn(config, 'credHelpers'), ...(Object.fromEntries(helpers) as JsonObject) },
  };
}

const objectIn = (config: JsonObject, name: string): JsonObject => {
  const value = config[name];
  return isJsonObject(value) ? value : {};
};
