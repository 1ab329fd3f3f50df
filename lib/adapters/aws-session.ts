import { STSClient } from '@aws-sdk/client-sts';
import type { AwsAccess } from '../core/aws-access.ts';
import { type CredentialsEnd, endOfChain } from '../core/credentials-end.ts';
import { WorldFailure } from '../core/world-failure.ts';
import { adviceFor, reasonOf } from './aws-failure.ts';
import { type AwsSettings, withTimeouts } from './aws-settings.ts';
import { RenewedSession } from './renewed-session.ts';
import type { Runner } from './runner.ts';
import { assumedRole, type RoleToAssume } from './sts.ts';

/** The credentials of a run. */
export interface AwsSession {
  /** For every client; without credentials it takes the SDK's default chain. */
  readonly settings: AwsSettings;
  /**
   * Undefined while the credentials last, or are renewed: those of an assumed role also when they do not hold so many
   * milliseconds more.
   */
  end(outlasting?: number): Promise<CredentialsEnd | undefined>;
}

/** The role that the inputs name, or what the machine has. */
export function awsSession({ region, role }: AwsAccess, runner: Runner): AwsSession {
  const maskSecret = (value: string): void => {
    runner.maskSecret(value);
  };
  if (role === undefined) return chainSession(region, maskSecret);
  const idToken = (): Promise<string> => runner.idToken(role.audience);
  return roleSession({ region, roleArn: role.arn, sessionName: role.sessionName, idToken, maskSecret });
}

/** Credentials of a role that is assumed with the job's token, renewed for as long as the job lasts. */
function roleSession(role: RoleToAssume): AwsSession {
  const session = new RenewedSession(assumedRole(role));
  const settings = {
    region: role.region,
    credentials: (options?: { forceRefresh?: boolean }) => session.credentials(options),
  };
  return { settings, end: (outlasting) => session.end(outlasting) };
}

/** Credentials of the SDK's default chain: variables, a profile, IRSA, an instance profile. */
function chainSession(region: string, maskSecret: (value: string) => void): AwsSession {
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
