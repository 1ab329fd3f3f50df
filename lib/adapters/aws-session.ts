import { STSClient } from '@aws-sdk/client-sts';
import { type CredentialsEnd, endOfChain } from '../core/credentials-end.ts';
import { WorldFailure } from '../core/world-failure.ts';
import { adviceFor, reasonOf } from './aws-failure.ts';
import { type AwsSettings, withTimeouts } from './aws-settings.ts';
import { RenewedSession } from './renewed-session.ts';
import { assumedRole, type RoleToAssume } from './sts.ts';

/** The credentials of a run. */
export interface AwsSession {
  /** For every client; without credentials it takes the SDK's default chain. */
  readonly settings: AwsSettings;
  /** Undefined while the credentials last, or are renewed. */
  end(): Promise<CredentialsEnd | undefined>;
}

/** Credentials of a role that is assumed with the job's token, renewed for as long as the job lasts. */
export function roleSession(role: RoleToAssume): AwsSession {
  const session = new RenewedSession(assumedRole(role));
  const settings = {
    region: role.region,
    credentials: (options?: { forceRefresh?: boolean }) => session.credentials(options),
  };
  return { settings, end: () => session.end() };
}

/** Credentials of the SDK's default chain: variables, a profile, IRSA, an instance profile. */
export function chainSession(region: string, maskSecret: (value: string) => void): AwsSession {
  const client = new STSClient(withTimeouts({ region }));
  return {
    settings: { region },
    end: async () => {
      const credentials = await client.config.credentials().catch((error: unknown) => {
        const advice = adviceFor(error, () => 'Check them.');
        throw new WorldFailure(`No credentials for AWS: ${reasonOf(error)}. ${advice}`, { cause: error });
      });
      maskSecret(credentials.secretAccessKey);
      maskSecret(credentials.sessionToken ?? '');
      return endOfChain(credentials, { now: Date.now(), keyOfVariables: process.env['AWS_ACCESS_KEY_ID'] });
    },
  };
}
