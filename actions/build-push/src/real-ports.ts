import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { readContext } from '../../../lib/adapters/build-context.ts';
import { commitTime } from '../../../lib/adapters/commit-time.ts';
import type { DsseKey } from '../../../lib/adapters/dsse.ts';
import { readEnvironment } from '../../../lib/adapters/environment-file.ts';
import { githubRun } from '../../../lib/adapters/github-run.ts';
import { githubThreads } from '../../../lib/adapters/github-threads.ts';
import { layoutImage } from '../../../lib/adapters/oci-layout/layout-image.ts';
import { readLayout } from '../../../lib/adapters/oci-layout/read-layout.ts';
import { READ_LIMITS } from '../../../lib/adapters/oci-layout/reading.ts';
import { writeLayout } from '../../../lib/adapters/oci-layout/write-layout.ts';
import { reportFolder } from '../../../lib/adapters/report-folder.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { readTextFile } from '../../../lib/adapters/text-file.ts';
import { describeProblem, type Problem } from '../../../lib/core/problem.ts';
import { secretScanner } from './core/hardening/secrets/secret-scanner.ts';
import { dockerEngine } from './docker-engine.ts';
import { DockerLogins } from './docker-logins.ts';
import { LayerCache } from './layer-cache.ts';
import { openApi, openTarget } from './open-target.ts';
import type { Ports } from './ports.ts';
import { readSecrets } from './read-secrets.ts';

/** Small files whose content the hardening rules look at. */
const KEPT = ['etc/passwd', 'etc/group'];

interface Begun {
  /** Of this run: layouts, pulled blobs, logins. */
  readonly folder: string;
  readonly attestationKey: DsseKey | undefined;
  readonly code: string;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

/** The world. */
export function realPorts(runner: Runner, { folder, attestationKey, code, signal }: Begun): Ports {
  const workspace = env['GITHUB_WORKSPACE'] ?? process.cwd();
  const logins = new DockerLogins(folder);
  const warn = (problem: Problem): void => {
    runner.warning(describeProblem(problem), problem.place);
  };
  const clock = { now: () => Date.now(), sleep: pauses(signal) };
  const opener = { runner, scratch: folder, clock, logins, layers: new LayerCache(warn), signal };
  const { id, url } = githubRun();
  return {
    fallback: { 'aws-region': env['AWS_REGION'] },
    readEnvironment: (name) => readEnvironment(name, workspace),
    readText: (file) => readTextFile(workspace, file),
    readContext: (context, file) => readContext({ workspace, context, file }),
    readLayout: (folder, scanner) => readLayout(folder, { limits: READ_LIMITS, scanner, keep: KEPT, signal }),
    writeLayout,
    localImage: layoutImage,
    scannerFor: secretScanner,
    readSecrets: maskedSecrets(runner, workspace),
    open: (target, inputs, use) => openTarget(target, inputs, { ...opener, use }),
    openApi: (registry, inputs) => openApi(registry, inputs, { runner, use: 'target' }),
    issues: (token) => githubThreads(token, clock),
    engine: dockerEngine({ ...opener, workspace, signal, environment: () => logins.environment() }),
    clock,
    cancelled: signal,
    scratch: () => path.join(folder, randomUUID()),
    commitTime: () => commitTime(workspace),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    saveFile: reportFolder('build-push'),
    say: (line) => {
      runner.info(line);
    },
    warn,
    attestationKey,
    code,
    builder: env['GITHUB_WORKFLOW_REF'] ?? 'a machine outside of GitHub',
    runUrl: url === '' ? id : url,
  };
}

/** A wait that is cut short ends as one that is over: whoever waits looks whether the run is to end. */
const pauses =
  (signal: AbortSignal) =>
  (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { signal }).catch(() => undefined);

const maskedSecrets =
  (runner: Runner, workspace: string): Ports['readSecrets'] =>
  async (build) => {
    const secrets = await readSecrets(build, workspace);
    for (const line of secrets.flatMap(({ value }) => secretLines(value))) runner.maskSecret(line);
    return secrets;
  };

/** Shorter lines, such as the brackets of a JSON file, are no secret, and masked they would hide half of the log. */
const LEAST_MASKED = 6;

const secretLines = (value: string): string[] =>
  value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= LEAST_MASKED);
