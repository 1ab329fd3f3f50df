import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AwsSide, startAwsSide } from './aws/aws-side.ts';
import type { RolePolicies } from '../scripts/policies/core/policy-document.ts';
import { awsVariables } from './environment.ts';
import { Holds } from './hold.ts';
import { provideMoto } from './provision/moto.ts';

export interface AwsLabOptions {
  /** Assumed sessions end after so many seconds, however long they were asked for. */
  readonly sessionSeconds?: number;
  /** The roles that there are, with their policies, which every call is held against; by default one may do everything. */
  readonly roles?: readonly RolePolicies[];
}

/** An AWS account and GitHub's tokens for it, without a cluster; it ends with this process or when it is disposed of. */
export interface AwsLab
  extends AsyncDisposable, Pick<AwsSide, 'calls' | 'refusals' | 'scans' | 'registryRights'> {
  /** Points SDKs and the runner's toolkit to it. */
  readonly env: Readonly<Record<string, string>>;
}

export async function startAwsLab({ sessionSeconds, roles }: AwsLabOptions = {}): Promise<AwsLab> {
  const python = await provideMoto(() => undefined);
  const folder = await mkdtemp(path.join(tmpdir(), 'aws-lab-'));
  const logFile = path.join(folder, 'moto.log');
  const aws = await startAwsSide({ python, logFile, holds: new Holds(), sessionSeconds, roles });
  const { calls, refusals, scans, registryRights } = aws;
  return {
    ...{ calls, refusals, scans, registryRights },
    env: awsVariables(aws),
    [Symbol.asyncDispose]: async () => {
      await aws[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
