/** A policy of IAM as it is written down: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Of a trust policy: who may take the role. */
  readonly Principal?: { readonly Federated: string };
  readonly Action: readonly string[];
  /** Of a permissions policy: a trust policy is about its own role. */
  readonly Resource?: readonly string[];
  readonly Condition?: Conditions;
}

/** Operator, key, values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A role with both of its policies. */
export interface RolePolicies {
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly policy: PolicyDocument;
}

export const policyOf = (statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
