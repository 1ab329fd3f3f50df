import { attemptsOf } from '../aws-attempt.ts';

/** Makes a call of EC2. */
export const attempt = attemptsOf({
  name: 'EC2',
  advice: {
    UnauthorizedOperation: 'Give the role this call on the instances of the cluster.',
    AuthFailure: 'Check the credentials and the region.',
    InsufficientInstanceCapacity:
      'EC2 has no room for this type in this zone now: run again later, or reserve capacity.',
  },
  lookUp: 'Look it up under "Error codes for the Amazon EC2 API", mend it and run again.',
});
