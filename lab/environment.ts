import { REGION, ROOT_KEY } from './aws/account.ts';
import type { Broker } from './kafka/broker.ts';
import type { OidcIssuer } from './oidc-issuer.ts';
import { SLACK_TOKEN, type SlackRecorder } from './slack-recorder.ts';

interface Endpoints {
  readonly endpoint: string;
  readonly issuer: OidcIssuer;
  readonly slack: SlackRecorder;
  readonly brokers: readonly Broker[];
}

/** The variables that point SDKs, the runner's toolkit and the actions to the lab. */
export function environmentOf({ endpoint, issuer, slack, brokers }: Endpoints): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
    ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
    SLACK_API_URL: `${slack.url}/api/`,
    LAB_SLACK_WEBHOOK_URL: slack.webhookUrl,
    LAB_SLACK_TOKEN: SLACK_TOKEN,
    LAB_BOOTSTRAP_BROKERS: brokers.map((broker) => broker.address).join(','),
  };
}
