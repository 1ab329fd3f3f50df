import type { AwsCredentials } from './aws-settings.ts';

/** AWS says that the session has ended, whatever the clock here says. */
const ENDED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']);

interface RenewableClient {
  readonly config: { readonly credentials: (options: { forceRefresh: boolean }) => Promise<AwsCredentials> };
  readonly middlewareStack: {
    add: (middleware: Middleware, options: { step: 'initialize'; name: string }) => void;
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the SDK types a middleware for one client alone
type Middleware = (next: (args: any) => Promise<any>) => (args: any) => Promise<any>;

/** Makes a client ask for new credentials, and send the call once more, when AWS refuses its session as ended. */
export function renewOnExpiry(client: RenewableClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return (await next(args)) as unknown;
      } catch (error) {
        if (!(error instanceof Error && ENDED.has(error.name))) throw error;
        await client.config.credentials({ forceRefresh: true });
        return (await next(args)) as unknown;
      }
    },
    { step: 'initialize', name: 'renewOnExpiry' },
  );
}
