import { type InputReader, text } from './read-inputs.ts';

/** The region, and the role that the job takes there. */
export interface AwsAccess {
  readonly region: string;
  /** Undefined: the credentials that the machine has. */
  readonly role: RoleOfJob | undefined;
  /** The only account that may be touched; undefined where nothing was said. */
  readonly account: string | undefined;
}

export interface RoleOfJob {
  readonly arn: string;
  readonly sessionName: string;
  readonly audience: string;
}

const pattern = (regex: RegExp, allowed: string, absent: string): InputReader<string> => ({
  allowed,
  absent: { value: absent },
  read: (given) => (regex.test(given) ? given : undefined),
});

const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** The inputs that name the account, which only an environment file gives, and the role; `sessionName` is the action's own. */
export const awsInputs = (
  sessionName: string,
): Readonly<Record<Exclude<keyof AwsValues, 'aws-region'>, InputReader<string>>> => ({
  'aws-account': pattern(/^\d{12}$/, 'an account of 12 digits', ''),
  'role-to-assume': pattern(ROLE_ARN, 'the ARN of a role, arn:aws:iam::<account>:role/<name>', ''),
  'role-session-name': pattern(/^[\w+=,.@-]{2,64}$/, '2 to 64 letters, digits or +=,.@-', sessionName),
  audience: text('sts.amazonaws.com'),
});

interface AwsValues {
  readonly 'aws-region': string;
  readonly 'aws-account': string;
  readonly 'role-to-assume': string;
  readonly 'role-session-name': string;
  readonly audience: string;
}

export function awsAccess(values: AwsValues): AwsAccess {
  const arn = values['role-to-assume'];
  const role = { arn, sessionName: values['role-session-name'], audience: values.audience };
  return {
    region: values['aws-region'],
    role: arn === '' ? undefined : role,
    account: values['aws-account'] === '' ? undefined : values['aws-account'],
  };
}
