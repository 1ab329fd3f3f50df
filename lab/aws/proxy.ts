import type { Holds } from '../hold.ts';
import type { HttpAnswer, HttpRequest } from '../loopback-server.ts';
import { errorAnswer } from './aws-answer.ts';
import { type AwsRequest, instanceIdsOf, isDryRun, readAwsRequest } from './aws-request.ts';
import { answerEc2 } from './ec2.ts';
import { answerEcr, type ScanBook } from './ecr.ts';
import type { Refusals } from './fault.ts';
import type { Moto } from './moto.ts';
import type { InstancesById } from './shown-instances.ts';
import { type StsOptions, assumeRole, callerIdentity } from './sts.ts';

/** One call to AWS, as it was seen. */
export interface AwsCall {
  /** ISO time. */
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly instanceIds: readonly string[];
  readonly dryRun: boolean;
  /** Undefined for calls that are not signed. */
  readonly accessKeyId: string | undefined;
  readonly status: number;
  /** The error's code; undefined when the call went well. */
  readonly error: string | undefined;
}

export interface ProxyParts extends StsOptions {
  readonly moto: Moto;
  readonly instances: InstancesById;
  readonly refusals: Refusals;
  readonly holds: Holds;
  readonly calls: AwsCall[];
  readonly scans: ScanBook;
}

/**
 * What AWS_ENDPOINT_URL points to: identifies the caller, injects faults, answers, and logs every call that is carried
 * out or refused.
 */
export async function answerAws(http: HttpRequest, parts: ProxyParts): Promise<HttpAnswer> {
  const request = readAwsRequest(http);
  const call = { call: request.action, text: [...request.parameters.values()].join(' '), gone: http.gone };
  const answer = () => answerLogged(request, parts);
  return isDryRun(request) ? answer() : parts.holds.around(call, answer);
}

async function answerLogged(request: AwsRequest, parts: ProxyParts): Promise<HttpAnswer> {
  const at = new Date().toISOString();
  const answer = await answerRequest(request, parts);
  parts.calls.push({
    at,
    service: request.service,
    action: request.action,
    instanceIds: instanceIdsOf(request),
    dryRun: isDryRun(request),
    accessKeyId: request.accessKeyId,
    status: answer.status,
    error: answer.status === 200 ? undefined : codeOf(answer.body),
  });
  return answer;
}

/** Of an error in XML, or in JSON. */
const codeOf = (body: string): string | undefined =>
  (/<Code>([^<]+)</.exec(body) ?? /"__type":\s*"([^"]+)"/.exec(body))?.[1];

async function answerRequest(request: AwsRequest, parts: ProxyParts): Promise<HttpAnswer> {
  const refusal = parts.refusals.take(request.action, isDryRun(request));
  if (refusal !== undefined) return errorAnswer(request.service, refusal);
  if (request.action === 'AssumeRoleWithWebIdentity') return assumeRole(request, parts);
  const identified = parts.sessions.identify(request);
  if ('error' in identified) return errorAnswer(request.service, identified.error);
  if (request.action === 'GetCallerIdentity') return callerIdentity(identified.caller);
  if (request.service === 'ec2') return answerEc2(request, parts.moto, parts.instances);
  if (request.service === 'ecr') return answerEcr(request, parts.moto, parts.scans);
  return parts.moto.forward(request.http);
}
