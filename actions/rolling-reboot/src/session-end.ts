import type { CredentialsEnd } from '../../../lib/core/credentials-end.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Ports } from './ports.ts';

/**
 * When the credentials end, if they are not renewed for so many milliseconds more. Nobody can say where that cannot be
 * read: it forbids stops, and no start.
 */
export async function sessionEnd(
  { credentialsEnd }: Pick<Ports, 'credentialsEnd'>,
  outlasting = 0,
): Promise<CredentialsEnd | undefined> {
  try {
    return await credentialsEnd(outlasting);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { until: undefined, because: failure.message };
  }
}
