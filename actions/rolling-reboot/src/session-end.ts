import type { CredentialsEnd } from '../../../lib/core/credentials-end.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Ports } from './ports.ts';

/** When the credentials end; nobody can say where that cannot be read: it forbids stops, and no start. */
export async function sessionEnd({
  credentialsEnd,
}: Pick<Ports, 'credentialsEnd'>): Promise<CredentialsEnd | undefined> {
  try {
    return await credentialsEnd();
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { until: undefined, because: failure.message };
  }
}
