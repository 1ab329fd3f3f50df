import { WorldFailure } from '../core/world-failure.ts';
import { adviceFor, reasonOf } from './aws-failure.ts';

/** A service of AWS, and what to do about what it answers. */
interface Service {
  /** `EC2`, as people call it. */
  readonly name: string;
  /** By the name of the error. */
  readonly advice: Readonly<Record<string, string>>;
  /** For every other error. */
  readonly lookUp: string;
}

/** Makes a call of AWS, which `call` names. */
export type Attempt = <T>(call: string, send: () => Promise<T>) => Promise<T>;

/** Every failure is a WorldFailure that names the service and the call, or the one of its credentials. */
export function attemptsOf({ name: service, advice, lookUp }: Service): Attempt {
  const known = new Map(Object.entries(advice));
  return async (call, send) => {
    try {
      return await send();
    } catch (error) {
      if (error instanceof WorldFailure) throw error;
      const next = adviceFor(error, (name) => known.get(name) ?? lookUp);
      throw new WorldFailure(`${service} ${call} failed: ${reasonOf(error)}. ${next}`, { cause: error });
    }
  };
}
