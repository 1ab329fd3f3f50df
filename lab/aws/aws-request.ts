import type { HttpRequest } from '../loopback-server.ts';
import { REGION } from './account.ts';

/** A request of the Query protocol (EC2, STS) or of the JSON one (ECR), and who signed it. */
export interface AwsRequest {
  readonly service: string;
  readonly action: string;
  /** That it was signed for. */
  readonly region: string;
  readonly parameters: URLSearchParams;
  /** Undefined when the request is not signed, as AssumeRoleWithWebIdentity is. */
  readonly accessKeyId: string | undefined;
  readonly sessionToken: string | undefined;
  readonly http: HttpRequest;
}

/** `Credential=<key>/<day>/<region>/<service>/aws4_request` */
const CREDENTIAL = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//;

export function readAwsRequest(http: HttpRequest): AwsRequest {
  const parameters = new URLSearchParams(http.body);
  const [, accessKeyId, region = REGION, service = 'sts'] =
    CREDENTIAL.exec(http.headers.authorization ?? '') ?? [];
  return {
    ...{ service, region, accessKeyId },
    action: parameters.get('Action') ?? targetOf(http) ?? 'unknown',
    parameters,
    sessionToken: http.headers['x-amz-security-token']?.toString(),
    http,
  };
}

/** `AmazonEC2ContainerRegistry_V20150921.DescribeRepositories` */
const targetOf = ({ headers }: HttpRequest): string | undefined =>
  headers['x-amz-target']?.toString().split('.').at(-1);

export function instanceIdsOf(request: AwsRequest): string[] {
  return [...request.parameters].filter(([name]) => /^InstanceId\.\d+$/.test(name)).map(([, id]) => id);
}

export const isDryRun = (request: AwsRequest): boolean => request.parameters.get('DryRun') === 'true';
