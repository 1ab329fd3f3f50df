import { type InputReader, text } from './read-inputs.ts';

/** The region, and the role that the job takes there. */
export interface AwsAccess {
  readonly region: string;
  /** Undefined: the credentials that the machine has. */
  readonly role: RoleOfJob | undefined;
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

/** The inputs that name the role; `sessionName` is the action's own. */
export const roleInputs = (sessionName: string): Readonly<Record<keyof RoleValues, InputReader<string>>> => ({
  'role-to-assume': pattern(ROLE_ARN, 'the ARN of a role, arn:aws:iam::<account>:role/<name>', ''),
  'role-session-name': pattern(/^[\w+=,.@-]{2,64}$/, '2 to 64 letters, digits or +=,.@-', sessionName),
  audience: text('sts.amazonaws.com'),
});

interface RoleValues {
  readonly 'role-to-assume': string;
  readonly 'role-session-name': string;
  readonly audience: string;
}

export function roleOf(values: RoleValues): RoleOfJob | undefined {
  const arn = values['role-to-assume'];
  return arn === ''
    ? undefined
    : { arn, sessionName: values['role-session-name'], audience: values.audience };
}
