import { WorldFailure } from '../../core/world-failure.ts';
import { adviceFor, reasonOf } from '../aws-failure.ts';

/** Makes a call of ECR; every failure is a WorldFailure that names the call, or the one of its credentials. */
export async function attempt<T>(call: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof WorldFailure) throw error;
    const advice = adviceFor(error, (name) => ADVICE.get(name) ?? LOOK_UP);
    throw new WorldFailure(`ECR ${call} failed: ${reasonOf(error)}. ${advice}`, { cause: error });
  }
}

/** Whether ECR answered with this error; null where the call never got an answer. */
export const isEcrError = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

const ADVICE = new Map(
  Object.entries({
    AccessDeniedException: 'Give the role this call: the README of the action lists what each mode needs.',
    RepositoryNotFoundException: 'Create the repository, or give create-repository: true.',
    KmsException: 'Give the role kms:DescribeKey and kms:CreateGrant on the key of the repository.',
    LimitExceededException: 'Ask AWS for a higher quota of Amazon ECR, or remove what nobody uses.',
  }),
);

const LOOK_UP = 'Look it up under "Common errors" of the Amazon ECR API, mend it and run again.';
