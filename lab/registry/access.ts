import { timingSafeEqual } from 'node:crypto';

/** ECR's user; the password is the token of GetAuthorizationToken. */
export const USERNAME = 'AWS';

/** The token that moto gives out for an account. */
export const tokenOf = (account: string): string => `${account}-auth-token`;

/** ECR asks for Basic, not for a token of another server. */
export const challenge = (host: string): string =>
  `Basic realm="https://${host}/",service="ecr.amazonaws.com"`;

/** The password of a Basic login; empty where there is none. */
export function passwordIn(authorization = ''): string {
  const given = Buffer.from(/^Basic (.+)$/i.exec(authorization)?.[1] ?? '', 'base64').toString();
  return given.startsWith(`${USERNAME}:`) ? given.slice(USERNAME.length + 1) : '';
}

export function isAllowed(authorization: string | undefined, passwords: ReadonlySet<string>): boolean {
  const given = Buffer.from(/^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? '', 'base64');
  const good = [...passwords].map((password) => Buffer.from(`${USERNAME}:${password}`));
  return good.some((each) => each.length === given.length && timingSafeEqual(each, given));
}
