import { setTimeout as sleep } from 'node:timers/promises';
import { closeSync, openSync } from 'node:fs';
import { type ChildProcess } from 'node:child_process';
import { spawnBound } from '../bound-child.ts';
import { freePorts } from '../free-ports.ts';
import { REGION, ROOT_KEY } from './account.ts';
import type { HttpRequest, HttpAnswer } from '../loopback-server.ts';

const START_TIMEOUT_MS = 60_000;
const HEADERS = new Set([
  'authorization',
  'content-type',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
  'user-agent',
]);

/** The moto server: it keeps the instances, tags and filters. */
export class Moto {
  readonly process: ChildProcess;
  readonly #url: string;

  private constructor(child: ChildProcess, url: string) {
    this.process = child;
    this.#url = url;
  }

  static async start(python: string, logFile: string): Promise<Moto> {
    const [port = 0] = await freePorts(1);
    const log = openSync(logFile, 'a');
    const args = ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)];
    const child = spawnBound(python, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    const moto = new Moto(child, `http://127.0.0.1:${String(port)}`);
    await moto.#untilHealthy(logFile);
    return moto;
  }

  async forward(request: Omit<HttpRequest, 'gone'>, body = request.body): Promise<HttpAnswer> {
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
    const credential = `Credential=${ROOT_KEY.accessKeyId}/20260101/${REGION}/ec2/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
    const body = new URLSearchParams({ ...parameters, Version: '2016-11-15' });
    const answer = await fetch(this.#url, { method: 'POST', headers: { authorization }, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`moto refused ${String(parameters['Action'])}: ${text}`);
    return text;
  }

  /** The tags of a resource at this moment. */
  async tagsOf(resourceId: string): Promise<Record<string, string>> {
    const filter = { 'Filter.1.Name': 'resource-id', 'Filter.1.Value.1': resourceId };
    const answer = await this.ec2({ Action: 'DescribeTags', ...filter });
    const items = [...answer.matchAll(/<item>(.*?)<\/item>/gs)].map(([, item = '']) => item);
    return Object.fromEntries(items.map((item) => [element(item, 'key'), element(item, 'value')]));
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

const element = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
