import type { AskedPermission } from '../iam/permission.ts';

/** One call to AWS, as it was seen. */
export interface AwsCall {
  /** ISO time. */
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly instanceIds: readonly string[];
  readonly dryRun: boolean;
  /** Undefined for calls that are not signed. */
  readonly accessKeyId: string | undefined;
  readonly status: number;
  /** The error's code; undefined when the call went well. */
  readonly error: string | undefined;
  /** What policies were asked for; empty where none hold. */
  readonly asked: readonly AskedPermission[];
}
