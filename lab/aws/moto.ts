import { setTimeout as sleep } from 'node:timers/promises';
import { closeSync, openSync } from 'node:fs';
import { type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { spawnBound } from '../bound-child.ts';
import { freePorts } from '../free-ports.ts';
import { REGION, ROOT_KEY } from './account.ts';
import type { HttpRequest, HttpAnswer } from '../loopback-server.ts';
import { Described } from './described.ts';

const START_TIMEOUT_MS = 60_000;
/** Tells moto whose account it is; by itself it knows one alone. */
export const ACCOUNT_HEADER = 'x-moto-account-id';
const HEADERS = new Set([
  'authorization',
  'content-type',
  ACCOUNT_HEADER,
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
  'user-agent',
]);

/** It loads megabytes of JSON, and to look for garbage in them takes a third of its start. */
const PROGRAM = 'import gc; gc.set_threshold(200_000, 20, 100); from moto.server import main; main()';

/** The moto server: it keeps the instances, tags and filters. */
export class Moto {
  readonly process: ChildProcess;
  readonly #url: string;
  readonly #described = new Described();

  private constructor(child: ChildProcess, url: string) {
    this.process = child;
    this.#url = url;
  }

  static async start(python: string, logFile: string): Promise<Moto> {
    const [port = 0] = await freePorts(1);
    const log = openSync(logFile, 'a');
    const args = ['-c', PROGRAM, '-H', '127.0.0.1', '-p', String(port)];
    const env = { ...process.env, MOTO_EC2_LOAD_DEFAULT_AMIS: 'false' };
    const child = spawnBound(python, args, { env, stdio: ['ignore', log, log] });
    closeSync(log);
    const moto = new Moto(child, `http://127.0.0.1:${String(port)}`);
    await moto.#untilHealthy(logFile);
    return moto;
  }

  forward(request: Omit<HttpRequest, 'gone'>, body = request.body): Promise<HttpAnswer> {
    const asked = { ...request, body };
    return this.#described.answer(asked, () => this.#send(asked));
  }

  async #send({ body, ...request }: Omit<HttpRequest, 'gone'>): Promise<HttpAnswer> {
    const headers = Object.entries(request.headers).filter(([name]) => HEADERS.has(name));
    const target = `${this.#url}${request.url.pathname}${request.url.search}`;
    const carried = Object.fromEntries(headers.map(([name, value]) => [name, String(value)]));
    const withBody = request.method === 'GET' ? {} : { body };
    const answer = await fetch(target, { method: request.method, headers: carried, ...withBody });
    const contentType = answer.headers.get('content-type') ?? 'text/xml';
    return { status: answer.status, contentType, body: await answer.text() };
  }

  /** Calls EC2 behind the proxy's back; throws on an error. */
  async ec2(parameters: Record<string, string>): Promise<string> {
    const { status, body } = await this.forward({
      method: 'POST',
      url: new URL(this.#url),
      headers: {
        authorization: asRoot('ec2', REGION),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ ...parameters, Version: '2016-11-15' }).toString(),
    });
    if (status !== 200) throw new Error(`moto refused ${String(parameters['Action'])}: ${body}`);
    return body;
  }

  /** The tags of a resource at this moment. */
  async tagsOf(resourceId: string): Promise<Record<string, string>> {
    const filter = { 'Filter.1.Name': 'resource-id', 'Filter.1.Value.1': resourceId };
    const answer = await this.ec2({ Action: 'DescribeTags', ...filter });
    const items = [...answer.matchAll(/<item>(.*?)<\/item>/gs)].map(([, item = '']) => item);
    return Object.fromEntries(items.map((item) => [element(item, 'key'), element(item, 'value')]));
  }

  /** The policy of a repository of ECR by its ARN; undefined where it has none. */
  async policyOf(repository: string): Promise<unknown> {
    const [, , , region = '', account = '', resource = ''] = repository.split(':');
    const answer = await fetch(this.#url, {
      method: 'POST',
      headers: {
        authorization: asRoot('ecr', region),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.GetRepositoryPolicy',
        [ACCOUNT_HEADER]: account,
      },
      body: JSON.stringify({ repositoryName: resource.replace('repository/', '') }),
    });
    if (!answer.ok) return undefined;
    const { policyText } = (await answer.json()) as { readonly policyText: string };
    return JSON.parse(policyText) as unknown;
  }

  async #untilHealthy(logFile: string): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await this.#isHealthy())) {
      if (this.process.exitCode !== null) throw new Error(`moto ended while starting; see ${logFile}`);
      if (Date.now() > deadline) throw new Error(`moto did not answer in time; see ${logFile}`);
      await sleep(50);
    }
  }

  async #isHealthy(): Promise<boolean> {
    const answer = await fetch(`${this.#url}/moto-api/data.json`).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }
}

/** The header by which moto knows who asks which service where; it checks no signature. */
const asRoot = (service: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=${ROOT_KEY.accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const element = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
