/** The lab's AWS account. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/kafka-fleet-actions`;
/** The GitHub repository that the lab's runner works for, and the only one that the role trusts. */
export const REPOSITORY = 'kafka-fleet/lab';
export const AUDIENCE = 'sts.amazonaws.com';
export const ROOT_KEY = { accessKeyId: 'AKIALABROOT000000000', secretAccessKey: 'lab-root-secret' } as const;
