import { WorldFailure } from '../core/world-failure.ts';
import type { RegistryLogin } from './oci-registry/oci-registry.ts';

/** The login that an authorization token of ECR holds, in base64. `service`: as people call it, `ECR`. */
export function loginOf(authorizationToken: string, service: string): RegistryLogin {
  const token = Buffer.from(authorizationToken, 'base64').toString('utf8');
  const [username = '', ...rest] = token.split(':');
  if (rest.length > 0) return { username, password: rest.join(':') };
  throw new WorldFailure(
    `${service} GetAuthorizationToken gave no token. Run again; if it persists, ask AWS support.`,
  );
}
