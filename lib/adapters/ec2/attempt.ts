import { WorldFailure } from '../../core/world-failure.ts';
import { adviceFor, reasonOf } from '../aws-failure.ts';

/** Makes a call of EC2; every failure is a WorldFailure that names the call, or the one of its credentials. */
export async function attempt<T>(call: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof WorldFailure) throw error;
    const advice = adviceFor(error, (name) => ADVICE.get(name) ?? LOOK_UP);
    throw new WorldFailure(`EC2 ${call} failed: ${reasonOf(error)}. ${advice}`, { cause: error });
  }
}

const ADVICE = new Map(
  Object.entries({
    UnauthorizedOperation: 'Give the role this call on the instances of the cluster.',
    AuthFailure: 'Check the credentials and the region.',
    InsufficientInstanceCapacity:
      'EC2 has no room for this type in this zone now: run again later, or reserve capacity.',
  }),
);

const LOOK_UP = 'Look it up under "Error codes for the Amazon EC2 API", mend it and run again.';
