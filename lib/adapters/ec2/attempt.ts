import { WorldFailure } from '../../core/world-failure.ts';

/** Makes a call of EC2; every refusal is a WorldFailure that names the call. */
export async function attempt<T>(call: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    throw new WorldFailure(`EC2 ${call} failed: ${refusalText(error)}. ${adviceFor(name)}`, { cause: error });
  }
}

/** `UnauthorizedOperation: You are not authorized …`. */
export const refusalText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : `unknown error: ${String(error)}`;

const ADVICE: Readonly<Record<string, string>> = {
  UnauthorizedOperation: 'Give the role this call on the instances of the cluster.',
  AuthFailure: 'Check the credentials and the region.',
  ExpiredToken:
    'Let the action assume the role itself (role-to-assume), so that it can renew its credentials.',
  RequestExpired:
    'Let the action assume the role itself (role-to-assume), so that it can renew its credentials.',
  InsufficientInstanceCapacity:
    'EC2 has no room for this type in this zone now: run again later, or reserve capacity.',
  CredentialsProviderError: 'Give role-to-assume, or credentials in the environment.',
};

const adviceFor = (name: string): string =>
  ADVICE[name] ?? 'Look it up under "Error codes for the Amazon EC2 API", mend it and run again.';
