/** One thing that IAM has to allow for a call to be carried out. */
export interface Permission {
  /** Such as `ec2:StopInstances`. */
  readonly action: string;
  /** An ARN, or `*` for actions that know no resources. */
  readonly resource: string;
  /** What conditions can look at. */
  readonly context: Readonly<Record<string, string | string[]>>;
}

/** A permission that was asked for in a call. */
export interface AskedPermission extends Omit<Permission, 'context'> {
  /** ARN of the role. */
  readonly role: string;
  readonly allowed: boolean;
  /** The Sid of the statement that allows it. */
  readonly by: string | undefined;
}
