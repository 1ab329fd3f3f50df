import { LogLevel, WebClient, type WebAPICallError } from '@slack/web-api';

/** What Slack says of a token, without a message being posted. */
export type SlackAccess =
  /** `undefined` where Slack does not name the scopes. */
  | { readonly kind: 'known'; readonly scopes: readonly string[] | undefined }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const ANSWER_WITHIN_MS = 10_000;

export async function slackAccess(token: string): Promise<SlackAccess> {
  const slackApiUrl = process.env['SLACK_API_URL'];
  const client = new WebClient(token, {
    logLevel: LogLevel.ERROR,
    timeout: ANSWER_WITHIN_MS,
    retryConfig: { retries: 1 },
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
  });
  try {
    const { response_metadata: said } = await client.auth.test();
    return { kind: 'known', scopes: said?.scopes };
  } catch (error) {
    return refusalOf(error as Partial<WebAPICallError> & Error);
  }
}

/** Slack answers a bad token with 200 and a word for what is wrong with it. */
function refusalOf(error: Error & { readonly code?: string; readonly data?: unknown }): SlackAccess {
  const { data } = error;
  const word = typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : undefined;
  return word === undefined ? { kind: 'unknown', reason: error.message } : { kind: 'refused', reason: word };
}
