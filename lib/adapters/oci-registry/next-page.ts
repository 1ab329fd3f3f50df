import { RegistryFailure } from '../../core/registry-failure.ts';
import type { Answer } from './answer.ts';
import type { Transport } from './transport.ts';

/** Where a list goes on; undefined at its end. Pages are read from the registry itself, wherever it says they are. */
export function nextPage(answer: Answer, transport: Transport): URL | undefined {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(answer.header('link') ?? '')?.[1];
  if (target === undefined) return undefined;
  const url = transport.locationOf(answer, target);
  if (url.origin === transport.origin.origin) return url;
  const what = `${transport.origin.origin} goes on with a list at another host, ${url.origin}`;
  throw new RegistryFailure('refused', `${what}. It is not read there.`);
}
