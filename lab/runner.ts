import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ActionMetadata, REPOSITORY_FOLDER, readActionMetadata } from './action-metadata.ts';
import { REPOSITORY } from './aws/account.ts';
import { cancelAsRunner } from './cancel-as-runner.ts';
import { COMPILED_FOLDER } from './provision/cache-folder.ts';
import { type StepEnd, startStep } from './runner-step.ts';
import { inputVariables, readCommandFile } from './runner-files.ts';

export interface ActionCall {
  /** The action's folder below `actions/`, or an absolute path. */
  readonly action: string;
  /** As under `with:`; what is left out has the default of action.yml. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Beside PATH, HOME and the runner's own variables, the action sees these only. */
  readonly env?: Readonly<Record<string, string>>;
  /** GITHUB_WORKSPACE and the working directory; this repository when it is left out. */
  readonly workspace?: string;
  /** RUNNER_TEMP, which is kept; otherwise a temporary folder that is removed at the end. */
  readonly temp?: string;
  readonly onLine?: (line: string) => void;
  /** Cancels as the runner does: SIGINT, after 7.5 s SIGTERM, after 2.5 s more SIGKILL; then the post step runs. */
  readonly signal?: AbortSignal;
}

export interface ActionOutcome {
  /** 128 + the signal's number when it was killed. */
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** All lines of stdout and stderr, those of the post step too. */
  readonly log: string;
}

/** A started action; `child` is the bundle's own process, to be killed by tests. */
export interface ActionRun {
  readonly child: ChildProcess;
  readonly finished: Promise<ActionOutcome>;
}

/** Runs an action's bundle as the GitHub runner does, its post step included. */
export async function runAction(call: ActionCall): Promise<ActionOutcome> {
  const run = await startAction(call);
  return run.finished;
}

export async function startAction(call: ActionCall): Promise<ActionRun> {
  const metadata = await readActionMetadata(call.action);
  const temp = call.temp ?? (await mkdtemp(join(tmpdir(), 'runner-')));
  const files = await makeFiles(temp);
  const env = { ...environment(call, metadata, temp), ...files };
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    call.onLine?.(line);
  };
  const step = { cwd: call.workspace ?? REPOSITORY_FOLDER, env, onLine: log };
  const main = startStep(join(metadata.folder, metadata.main), step);
  const finish = async (): Promise<ActionOutcome> => {
    const end = await untilEnd(main, call.signal);
    // Killed by somebody else stands for a killed runner, which runs nothing any more.
    if (!end.killed || call.signal?.aborted === true) await runPost(metadata, step);
    const outcome = { exitCode: end.exitCode, log: lines.join('\n'), ...(await readResults(files)) };
    if (call.temp === undefined) await rm(temp, { recursive: true, force: true });
    return outcome;
  };
  return { child: main.child, finished: finish() };
}

async function untilEnd(
  main: ReturnType<typeof startStep>,
  signal: AbortSignal | undefined,
): Promise<StepEnd> {
  const cancel = () => {
    cancelAsRunner(main.child);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  const end = await main.ended;
  signal?.removeEventListener('abort', cancel);
  return end;
}

async function runPost(metadata: ActionMetadata, step: Parameters<typeof startStep>[1]) {
  if (metadata.post === undefined) return;
  const state = readCommandFile(await readFile(step.env['GITHUB_STATE'] ?? '', 'utf8'));
  const saved = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
  const env = { ...step.env, ...(Object.fromEntries(saved) as Record<string, string>) };
  await startStep(join(metadata.folder, metadata.post), { ...step, env }).ended;
}

type CommandFiles = Awaited<ReturnType<typeof makeFiles>>;

async function makeFiles(temp: string) {
  const folder = join(temp, '_runner_file_commands');
  await mkdir(folder, { recursive: true });
  const make = async (name: string, content = '') => {
    const file = join(folder, name);
    await writeFile(file, content);
    return file;
  };
  return {
    GITHUB_OUTPUT: await make('output'),
    GITHUB_STATE: await make('state'),
    GITHUB_ENV: await make('env'),
    GITHUB_PATH: await make('path'),
    GITHUB_STEP_SUMMARY: await make('summary.md'),
    GITHUB_EVENT_PATH: await make('event.json', '{}'),
  };
}

async function readResults(files: CommandFiles) {
  const outputs = readCommandFile(await readFile(files.GITHUB_OUTPUT, 'utf8'));
  return { outputs, summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8') };
}

function environment(call: ActionCall, metadata: ActionMetadata, temp: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'lab',
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_JOB: 'lab',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: String(Date.now()),
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_WORKFLOW: call.action,
    GITHUB_WORKSPACE: call.workspace ?? REPOSITORY_FOLDER,
    NODE_COMPILE_CACHE: COMPILED_FOLDER,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temp,
    ...inputVariables({ ...metadata.defaults, ...call.inputs }),
    ...call.env,
  };
}
