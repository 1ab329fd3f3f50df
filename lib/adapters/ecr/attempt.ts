import { attemptsOf } from '../aws-attempt.ts';

/** Makes a call of ECR. */
export const attempt = attemptsOf({
  name: 'ECR',
  advice: {
    AccessDeniedException:
      'Give the role this call: the README of the action lists what each mode needs. A repository of another account has to allow it, too.',
    RepositoryNotFoundException: 'Create the repository, or give create-repository: true.',
    KmsException: 'Give the role kms:DescribeKey and kms:CreateGrant on the key of the repository.',
    LimitExceededException: 'Ask AWS for a higher quota of Amazon ECR, or remove what nobody uses.',
  },
  lookUp: 'Look it up under "Common errors" of the Amazon ECR API, mend it and run again.',
});

/** Whether ECR answered with one of these errors. */
export const isEcrError = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);
