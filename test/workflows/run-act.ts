import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { spawnBound } from '../../lab/bound-child.ts';
import { provideAct } from '../../lab/provision/go-program.ts';
import { endBy } from '../../scripts/end-by.ts';

/** A started workflow: which event it is, in which repository, and with what. */
export interface ActCall {
  /** The working tree; the commit that is checked out there is the one that runs. */
  readonly repository: string;
  /** A folder of its own for all that act keeps. */
  readonly folder: string;
  /** The file in `.github/workflows`. */
  readonly workflow: string;
  readonly event: string;
  readonly payload: object;
  readonly env: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** `owner/repo@ref` to the folder that is taken instead. */
  readonly stubs: Readonly<Record<string, string>>;
}

export interface JobSeen {
  /** Its id, or where it was called by another workflow the path of ids: `dev/plan`. */
  readonly job: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  result: string;
  readonly outputs: Record<string, string>;
  /** The steps of the workflow that did something, with what became of each. */
  readonly steps: { readonly name: string; readonly result: string }[];
}

export interface WorkflowRun {
  readonly exitCode: number;
  /** In the order in which they ended. */
  readonly jobs: readonly JobSeen[];
  readonly log: string;
}

/** What act tells in one line. */
interface Told {
  readonly job?: string;
  readonly jobID?: string;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly msg?: string;
  readonly step?: string;
  readonly stage?: string;
  readonly stepResult?: string;
  readonly jobResult?: string;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
}

const LABEL = 'ubuntu-24.04';

/** Many times what any of them takes; less than what a test is given. */
const ENDS_WITHIN_MS = 300_000;
const LINES_TOLD = 100;

/**
 * A workflow without what act takes for a mistake, and keeps none of: the queue of a concurrency, the zone of a schedule.
 */
export const asActReads = (workflow: string): string =>
  workflow.replaceAll(/^ +(queue: max|timezone: .+)\n/gm, '');

/** Runs a workflow in host mode. @throws Error when act says nothing that can be read */
export async function runAct(call: ActCall): Promise<WorkflowRun> {
  const act = await provideAct((line) => process.stderr.write(`workflows: ${line}\n`));
  const files = await writeFiles(call);
  const stubs = Object.entries(call.stubs).flatMap(([name, folder]) => [
    '--local-repository',
    `${name}=${folder}`,
  ]);
  const args = [
    ...[call.event, '--workflows', `.github/workflows/${call.workflow}`, '--eventpath', files.payload],
    ...['--platform', `${LABEL}=-self-hosted`, '--no-cache-server', '--no-skip-checkout', '--json'],
    ...['--action-cache-path', path.join(call.folder, 'cache'), '--env-file', files.env],
    ...['--var-file', files.variables, '--secret-file', files.secrets, ...stubs],
  ];
  // Host mode runs whatever Node is first, where the runner would bring its own.
  const env = {
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${call.env['PATH'] ?? process.env['PATH'] ?? ''}`,
    HOME: call.folder,
    XDG_CACHE_HOME: path.join(call.folder, 'xdg'),
  };
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawnBound(act, args, { cwd: call.repository, env, detached: true, stdio: [...stdio] });
  const reader = new Reader();
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null)
      createInterface({ input: stream }).on('line', (line) => {
        reader.take(line);
      });
  const exitCode = await endOf(child, reader);
  return { exitCode, jobs: reader.jobs, log: reader.lines.join('\n') };
}

/** @throws Error with what it said last when it takes too long; it is ended then, with the steps that it runs */
async function endOf(child: ChildProcess, { lines }: Reader): Promise<number> {
  const late = AbortSignal.timeout(ENDS_WITHIN_MS);
  const code = await endBy(child, late);
  if (!late.aborted) return code ?? 1;
  const last = lines.slice(-LINES_TOLD).join('\n');
  throw new Error(
    `act did not end in ${String(ENDS_WITHIN_MS / 1000)} s and was ended. It said last:\n${last}`,
  );
}

async function writeFiles({ folder, payload, env, variables = {}, secrets = {} }: ActCall) {
  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const lines = (values: Readonly<Record<string, string>>): string =>
    Object.entries(values)
      .filter(([name]) => name !== 'PATH' && name !== 'HOME')
      .map(([name, value]) => `${name}=${quoted(value)}\n`)
      .join('');
  return {
    payload: await write('event.json', JSON.stringify(payload)),
    env: await write('env', lines(env)),
    variables: await write('variables', lines(variables)),
    secrets: await write('secrets', lines(secrets)),
  };
}

/** As dotenv files have it: JSON as it is, several lines in one pair of quotes. */
const quoted = (value: string): string =>
  value.includes('\n') ? `"${value.replaceAll('\n', '\\n')}"` : `'${value}'`;

/** Puts what act tells together, job by job. */
class Reader {
  readonly lines: string[] = [];
  readonly jobs: JobSeen[] = [];
  readonly #open = new Map<string, JobSeen>();

  take(line: string): void {
    const told = parse(line);
    this.lines.push(told === undefined ? line : `${told.job ?? ''}| ${(told.msg ?? '').trimEnd()}`);
    if (told?.jobID === undefined) return;
    const seen = this.#jobOf(told);
    note(told, seen);
    if (told.jobResult === undefined) return;
    seen.result = told.jobResult;
    this.jobs.push(seen);
    this.#open.delete(keyOf(told));
  }

  #jobOf(told: Told): JobSeen {
    const found = this.#open.get(keyOf(told));
    if (found !== undefined) return found;
    const job = told.jobID ?? '';
    const made: JobSeen = { job, matrix: told.matrix ?? {}, result: 'unfinished', outputs: {}, steps: [] };
    this.#open.set(keyOf(told), made);
    return made;
  }
}

function note({ command, name, arg, step, stage, stepResult }: Told, { outputs, steps }: JobSeen): void {
  if (command === 'set-output' && name !== undefined) outputs[name] = arg ?? '';
  if (stepResult !== undefined && stage === 'Main') steps.push({ name: step ?? '', result: stepResult });
}

const keyOf = ({ job, jobID, matrix }: Told): string => JSON.stringify([job, jobID, matrix]);

function parse(line: string): Told | undefined {
  try {
    return JSON.parse(line) as Told;
  } catch {
    return undefined;
  }
}
