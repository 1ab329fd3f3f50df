import { REGION, ROOT_KEY } from './aws/account.ts';
import type { AwsSide } from './aws/aws-side.ts';
import { SLACK_TOKEN, type SlackRecorder } from './slack-recorder.ts';

interface Endpoints {
  readonly aws: Pick<AwsSide, 'endpoint' | 'issuer' | 'isGuarded'>;
  readonly slack: SlackRecorder;
  readonly bootstrapBrokers: readonly string[];
  readonly zookeeperConnect: string;
}

/** The root's keys are not among them where policies hold: no run shall pass because it did not take its role. */
export const awsVariables = ({ endpoint, issuer, isGuarded }: Endpoints['aws']): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: REGION,
  ...(isGuarded
    ? {}
    : { AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey }),
  ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
});

/** The variables that point SDKs, the runner's toolkit and the actions to the lab. */
export function environmentOf(endpoints: Endpoints): Record<string, string> {
  const { aws, slack, bootstrapBrokers, zookeeperConnect } = endpoints;
  return {
    ...awsVariables(aws),
    SLACK_API_URL: `${slack.url}/api/`,
    LAB_SLACK_WEBHOOK_URL: slack.webhookUrl,
    LAB_SLACK_TOKEN: SLACK_TOKEN,
    LAB_BOOTSTRAP_BROKERS: bootstrapBrokers.join(','),
    ...(zookeeperConnect === '' ? {} : { LAB_ZOOKEEPER_CONNECT: zookeeperConnect }),
  };
}
