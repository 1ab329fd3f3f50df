import type { Statement } from './policy-document.ts';

/** No purpose needs any of it, and a policy that is attached later shall not give it: a Deny wins over every Allow. */
export const NEVER_DESTROY: Statement = {
  Sid: 'NeverDestroy',
  Effect: 'Deny',
  Action: [
    'ec2:ModifyInstanceAttribute',
    'ec2:RunInstances',
    'ec2:TerminateInstances',
    'ecr:BatchDeleteImage',
    'ecr:DeleteLifecyclePolicy',
    'ecr:DeleteRepository',
    'ecr:DeleteRepositoryPolicy',
    'ecr:SetRepositoryPolicy',
  ],
  Resource: ['*'],
};
