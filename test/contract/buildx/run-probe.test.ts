import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Built } from '../../../lib/adapters/buildx/build-request.ts';
import type { ProbeOutcome, ProbeRequest } from '../../../lib/adapters/run-probe/probe-request.ts';
import { runProbe } from '../../../lib/adapters/run-probe/run-probe.ts';
import { runCommand } from '../../../scripts/run-command.ts';
import { describeOnEngine } from '../../lab/on-engine.ts';
import { type BuildBench, buildBench } from './build-bench.ts';

jest.setTimeout(300_000);

let bench: BuildBench;
let evaluates: Built;

const EVALUATES = {
  Dockerfile: 'FROM base\nENTRYPOINT ["/nodejs/bin/node", "-e", "eval(process.env.PROGRAM)"]\n',
};
/** A program that obeys has to have begun when it is told to end, which takes seconds on a busy machine. */
const LIMITS = { runFor: 5_000, stopTimeout: 60_000 };
/** For one that ends by itself, and is not waited for any longer. */
const PATIENT = { runFor: 120_000 };

async function build(files: Readonly<Record<string, string>>): Promise<Built> {
  const built = await bench.build(files);
  if (built.kind === 'failed') throw new Error(built.failure.because);
  return built;
}

/** Probes an image that runs a program of Node.js. */
const probe = (program: string, more: Partial<ProbeRequest> = {}): Promise<ProbeOutcome> =>
  probeImage(evaluates, { environment: new Map([['PROGRAM', program]]), ...more });

const probeImage = (
  { folder: layout, digest }: Built,
  more: Partial<ProbeRequest> = {},
): Promise<ProbeOutcome> => runProbe(bench.engine.env).probe({ layout, digest, ...LIMITS, ...more });

const STAYS = 'setInterval(() => 0, 1000);';
const OBEYS = `${STAYS} process.on('SIGTERM', () => process.exit(0));`;

describeOnEngine('a probe', () => {
  beforeAll(async () => {
    bench = await buildBench();
    evaluates = await build(EVALUATES);
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });
  endings();
  writings();
  nothings();
});

function endings(): void {
  test('starts an image as its own user, with no rights, no network and no way to gain rights', async () => {
    const tells = `const status = require('fs').readFileSync('/proc/self/status', 'utf8');
      const field = (name) => status.match(new RegExp(name + ':\\\\s*(\\\\S+)'))[1];
      const interfaces = Object.keys(require('os').networkInterfaces());
      console.log(JSON.stringify([process.getuid(), field('CapBnd'), field('NoNewPrivs'), interfaces]));`;
    const ran = await probe(`${OBEYS} ${tells}`);
    expect(ran).toMatchObject({ kind: 'ran', ended: 'when told', exitCode: 0, writes: [] });
    expect(ran).toMatchObject({ lastLines: [JSON.stringify([65_532, '0000000000000000', '1', ['lo']])] });
  });

  test('measures how long it takes to end', async () => {
    const slow = `${STAYS} process.on('SIGTERM', () => setTimeout(() => process.exit(3), 700));`;
    const ran = await probe(slow);
    expect(ran).toMatchObject({ ended: 'when told', exitCode: 3 });
    expect(ran.kind === 'ran' && ran.stopSeconds).toBeGreaterThan(0.7);
  });

  test('ends what does not end when it is told', async () => {
    expect(await probe(STAYS, { stopTimeout: 500 })).toMatchObject({ ended: 'killed', exitCode: 137 });
  });

  test('is cancelled', async () => {
    const outcome = await probe(STAYS, {
      runFor: 60_000,
      stopTimeout: 60_000,
      signal: AbortSignal.timeout(3_000),
    });
    expect(outcome).toEqual({ kind: 'cancelled' });
  });
}

function writings(): void {
  const write = (path: string): string => `require('fs').writeFileSync('${path}', 'x');`;

  test('names the path that a program complains of', async () => {
    const ran = await probe(write('/tmp/noted.json'), PATIENT);
    expect(ran).toMatchObject({ ended: 'by itself', exitCode: 1, writes: ['/tmp/noted.json'] });
  });

  test('finds the path of a program that says nothing', async () => {
    const gives = `try { ${write('/tmp/state.json')} } catch { process.exit(9); }`;
    const ran = await probe(gives, PATIENT);
    expect(ran).toMatchObject({ ended: 'by itself', exitCode: 9, writes: ['/tmp/state.json'] });
  });

  test('does not name what may be written', async () => {
    const ran = await probe(`${write('/tmp/state.json')} ${OBEYS}`, { writable: ['/tmp'] });
    expect(ran).toMatchObject({ ended: 'when told', exitCode: 0, writes: [] });
  });
}

function nothings(): void {
  test.each([
    ['no program', 'FROM scratch\nCOPY Dockerfile /\n', /command/],
    ['a program that is not there', 'FROM base\nENTRYPOINT ["/bin/sh"]\n', /no such file/],
  ])('says that an image with %s was not started', async (_, Dockerfile, because) => {
    const outcome = await probeImage(await build({ Dockerfile }));
    expect(outcome).toEqual({ kind: 'not-started', because: expect.stringMatching(because) });
  });

  test('does not look where there is no engine', async () => {
    const env = { ...bench.engine.env, DOCKER_HOST: 'unix:///nowhere' };
    const request = { layout: evaluates.folder, digest: evaluates.digest, ...LIMITS };
    expect(await runProbe(env).probe(request)).toMatchObject({ kind: 'no-engine' });
    expect(await runProbe({ PATH: '' }).probe(request)).toMatchObject({ kind: 'no-engine' });
  });

  test('leaves neither containers nor images', async () => {
    const list = async (...args: readonly string[]) =>
      (await runCommand(['docker', ...args], { cwd: '/', env: bench.engine.env })).output;
    expect(await list('ps', '--all', '--quiet')).toBe('');
    expect(await list('images', '--quiet')).toBe('');
  });
}
