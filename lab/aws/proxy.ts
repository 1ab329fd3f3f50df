import type { Iam, Judgement } from '../iam/iam.ts';
import type { AskedPermission } from '../iam/permission.ts';
import type { RegistryRights } from '../iam/registry-rights.ts';
import type { Holds } from '../hold.ts';
import type { HttpAnswer, HttpRequest } from '../loopback-server.ts';
import type { AwsCall } from './aws-call.ts';
import { errorAnswer } from './aws-answer.ts';
import { type AwsRequest, instanceIdsOf, isDryRun, readAwsRequest } from './aws-request.ts';
import { answerEc2 } from './ec2.ts';
import { answerEcr } from './ecr.ts';
import type { Refusals } from './fault.ts';
import { ACCOUNT_HEADER, type Moto } from './moto.ts';
import type { InstancesById } from './shown-instances.ts';
import type { ScanBook } from './scan-book.ts';
import type { Caller } from './sessions.ts';
import { type StsOptions, assumeRole, callerIdentity } from './sts.ts';

export interface ProxyParts extends StsOptions {
  readonly moto: Moto;
  readonly instances: InstancesById;
  readonly refusals: Refusals;
  readonly holds: Holds;
  readonly calls: AwsCall[];
  readonly scans: ScanBook;
  /** Whose passwords the registries take; undefined where they take one of everybody. */
  readonly registryRights: RegistryRights | undefined;
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
  const asked: AskedPermission[] = [];
  const answer = await answerRequest(request, parts, asked);
  parts.calls.push({
    at,
    service: request.service,
    action: request.action,
    instanceIds: instanceIdsOf(request),
    dryRun: isDryRun(request),
    accessKeyId: request.accessKeyId,
    status: answer.status,
    error: answer.status === 200 ? undefined : codeOf(answer.body),
    asked,
  });
  return answer;
}

/** Of an error in XML, or in JSON. */
const codeOf = (body: string): string | undefined =>
  (/<Code>([^<]+)</.exec(body) ?? /"__type":\s*"([^"]+)"/.exec(body))?.[1];

async function answerRequest(
  request: AwsRequest,
  parts: ProxyParts,
  asked: AskedPermission[],
): Promise<HttpAnswer> {
  const refusal = parts.refusals.take(request.action, isDryRun(request));
  if (refusal !== undefined) return errorAnswer(request.service, refusal);
  if (request.action === 'AssumeRoleWithWebIdentity') return assumeRole(request, parts);
  const identified = parts.sessions.identify(request);
  if ('error' in identified) return errorAnswer(request.service, identified.error);
  const judgement = await judge(request, identified.caller, parts.iam);
  asked.push(...judgement.asked);
  if (judgement.refusal !== undefined) return errorAnswer(request.service, judgement.refusal);
  return carryOut(request, identified.caller, parts);
}

/** The root may do everything. */
const judge = (request: AwsRequest, { arn, session }: Caller, iam: Iam | undefined): Promise<Judgement> =>
  iam === undefined || session === undefined
    ? Promise.resolve({ asked: [], refusal: undefined })
    : iam.judge(request, { arn, role: session.role });

function carryOut(request: AwsRequest, caller: Caller, parts: ProxyParts): HttpAnswer | Promise<HttpAnswer> {
  if (request.action === 'GetCallerIdentity') return callerIdentity(caller);
  if (request.service === 'ec2') return answerEc2(request, parts.moto, parts.instances);
  if (request.service === 'ecr') return carryOutInEcr(inAccount(request, caller), caller, parts);
  return parts.moto.forward(request.http);
}

function carryOutInEcr(request: AwsRequest, caller: Caller, parts: ProxyParts): Promise<HttpAnswer> {
  if (request.action === 'GetAuthorizationToken') return logIn(request, caller, parts);
  return answerEcr(request, parts.moto, parts.scans);
}

/** For moto, with the account whose registry is meant: the one that is named, or else the caller's. */
function inAccount(request: AwsRequest, { account }: Caller): AwsRequest {
  const { http } = request;
  const { registryId = account } = JSON.parse(http.body) as { readonly registryId?: string };
  return { ...request, http: { ...http, headers: { ...http.headers, [ACCOUNT_HEADER]: registryId } } };
}

/** Roles get a password of their own, by which the registry knows them. */
async function logIn(request: AwsRequest, caller: Caller, { moto, registryRights }: ProxyParts) {
  const answer = await moto.forward(request.http);
  const { session } = caller;
  if (session === undefined || registryRights === undefined) return answer;
  return { ...answer, body: registryRights.bind(answer.body, { ...session, arn: caller.arn }) };
}
