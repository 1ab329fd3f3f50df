import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { WorldFailure } from '../core/world-failure.ts';
import { explainRefusal } from '../core/token-claims.ts';
import { adviceFor, isAnswer, reasonOf } from './aws-failure.ts';
import { type AwsCredentials, type AwsSettings, withTimeouts } from './aws-settings.ts';
import { tokenPayload } from './token-payload.ts';

export interface RoleToAssume {
  readonly region: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** A fresh OIDC token of the job. */
  readonly idToken: () => Promise<string>;
  readonly maskSecret: (value: string) => void;
}

/** Opens a session by AssumeRoleWithWebIdentity, each time with a fresh token of the job. */
export function assumedRole(role: RoleToAssume): () => Promise<AwsCredentials> {
  // AssumeRoleWithWebIdentity is an unsigned call: the token is the credential.
  const credentials = () => Promise.resolve({ accessKeyId: 'none', secretAccessKey: 'none' });
  const client = new STSClient(withTimeouts({ region: role.region, credentials }));
  return async () => {
    const token = await freshToken(role);
    const { Credentials } = await assume(client, role, token);
    if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined) {
      throw new WorldFailure(
        `STS gave no credentials for ${role.roleArn}. Run again; if it persists, ask AWS support.`,
      );
    }
    role.maskSecret(Credentials.SecretAccessKey);
    role.maskSecret(Credentials.SessionToken ?? '');
    return {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      ...(Credentials.SessionToken === undefined ? {} : { sessionToken: Credentials.SessionToken }),
      ...(Credentials.Expiration === undefined ? {} : { expiration: Credentials.Expiration }),
    };
  };
}

async function freshToken({ idToken }: RoleToAssume): Promise<string> {
  try {
    return await idToken();
  } catch (error) {
    if (error instanceof WorldFailure) throw error;
    throw new WorldFailure(
      `The job's OIDC token could not be had: ${reasonOf(error)}. See https://www.githubstatus.com, and run again.`,
      { cause: error },
    );
  }
}

async function assume(client: STSClient, role: RoleToAssume, token: string) {
  const input = { RoleArn: role.roleArn, RoleSessionName: role.sessionName, WebIdentityToken: token };
  try {
    return await client.send(new AssumeRoleWithWebIdentityCommand(input));
  } catch (error) {
    const verb = isAnswer(error) ? 'refused' : 'did not answer';
    const claims = tokenPayload(token);
    const advice = adviceFor(error, (code) => explainRefusal({ code, roleArn: role.roleArn, claims }));
    throw new WorldFailure(
      `STS ${verb} AssumeRoleWithWebIdentity for ${role.roleArn} (${reasonOf(error)}). ${advice}`,
      { cause: error },
    );
  }
}

/** The account that the credentials belong to. */
export async function callerAccount(settings: AwsSettings): Promise<string> {
  const client = new STSClient(withTimeouts(settings));
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    if (error instanceof WorldFailure) throw error;
    const advice = adviceFor(error, () => 'Check the credentials and the region.');
    throw new WorldFailure(`STS GetCallerIdentity failed: ${reasonOf(error)}. ${advice}`, { cause: error });
  }
}
