import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REGION, ROOT_KEY } from './aws/account.ts';
import { ScanBook } from './aws/ecr.ts';
import { Refusals } from './aws/fault.ts';
import { Moto } from './aws/moto.ts';
import { type AwsCall, answerAws } from './aws/proxy.ts';
import { Sessions } from './aws/sessions.ts';
import { Holds } from './hold.ts';
import { listenOnLoopback } from './loopback-server.ts';
import { startOidcIssuer } from './oidc-issuer.ts';
import { provideMoto } from './provision/moto.ts';

/** An AWS account and GitHub's tokens for it, without a cluster; it ends with this process or when it is disposed of. */
export interface AwsLab extends AsyncDisposable {
  /** Points SDKs and the runner's toolkit to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly calls: readonly AwsCall[];
  readonly refusals: Refusals;
  readonly scans: ScanBook;
}

export async function startAwsLab(sessionSeconds?: number): Promise<AwsLab> {
  const python = await provideMoto(() => undefined);
  const folder = await mkdtemp(path.join(tmpdir(), 'aws-lab-'));
  const [moto, issuer] = await Promise.all([
    Moto.start(python, path.join(folder, 'moto.log')),
    startOidcIssuer(),
  ]);
  const refusals = new Refusals();
  const scans = new ScanBook();
  const calls: AwsCall[] = [];
  const parts = { sessions: new Sessions(), keys: issuer.keys, sessionSeconds, holds: new Holds() };
  const server = await listenOnLoopback((request) =>
    answerAws(request, { ...parts, moto, instances: new Map(), refusals, calls, scans }),
  );
  return {
    calls,
    refusals,
    scans,
    env: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
      ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([server, issuer].map((each) => each[Symbol.asyncDispose]()));
      const ended = once(moto.process, 'exit');
      moto.process.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
