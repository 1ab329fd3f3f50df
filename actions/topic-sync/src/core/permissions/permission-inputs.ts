import type { InputReader } from '../../../../../lib/core/read-inputs.ts';
import { type MskCluster, mskCluster } from './iam-policy.ts';

const clusterArn: InputReader<MskCluster | null> = {
  allowed: 'the ARN of a cluster of Amazon MSK, arn:aws:kafka:<region>:<account>:cluster/<name>/<id>',
  absent: { value: null },
  read: mskCluster,
};

/** The inputs of `permissions`. */
export const PERMISSION_READERS = { 'cluster-arn': clusterArn };
