import { LogLevel, WebClient } from '@slack/web-api';
import { IncomingWebhook } from '@slack/webhook';
import { WorldFailure } from '../core/world-failure.ts';

export type SlackTarget =
  | { readonly kind: 'none' }
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'channel'; readonly token: string; readonly channel: string };

/** Posts one message; without a webhook or a token it does nothing. */
export type PostToSlack = (text: string) => Promise<void>;

const ANSWER_WITHIN_MS = 10_000;

export function slack(target: SlackTarget, timeout = ANSWER_WITHIN_MS): PostToSlack {
  switch (target.kind) {
    case 'none':
      return () => Promise.resolve();
    case 'webhook': {
      const webhook = new IncomingWebhook(target.url, { timeout });
      return (text) => attempt(() => webhook.send({ text }));
    }
    case 'channel': {
      const slackApiUrl = process.env['SLACK_API_URL'];
      const client = new WebClient(target.token, {
        // What it would warn of is told once, when it has given up.
        logLevel: LogLevel.ERROR,
        timeout,
        retryConfig: { retries: 2 },
        // It would wait for as long as Slack says, with a node down meanwhile.
        rejectRateLimitedCalls: true,
        ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
      });
      return (text) => attempt(() => client.chat.postMessage({ channel: target.channel, text }));
    }
  }
}

async function attempt(post: () => Promise<unknown>): Promise<void> {
  try {
    await post();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WorldFailure(
      `Slack did not take the message (${reason}). Check the webhook, or the token and channel.`,
      {
        cause: error,
      },
    );
  }
}
