// How long build-push takes for a cold build, for a content that is there already and for a line that has changed, on a
// real engine and registry, against a plain `docker buildx build --push` with a warm cache in the same run.
import { spawnSync } from 'node:child_process';
import { BuildPushBench } from '../e2e/build-push/build-push-bench.ts';

const RUNS = 3;
const DOCKERFILE = `ARG BASE
FROM \${BASE}
COPY app.js /app/app.js
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/app/app.js"]
`;
const APP = `const timer = setInterval(() => {}, 1000);
process.on('SIGTERM', () => clearInterval(timer));`;

await using bench = await BuildPushBench.open();
await bench.write({ Dockerfile: DOCKERFILE, '.dockerignore': '*\n!app.js\n', 'app.js': APP });

const cold = await push('pushed');
const unchanged = await median(() => push('reused'));
let changes = 0;
const changed = await median(async () => {
  await bench.write({ 'app.js': `${APP}\n// ${String((changes += 1))}` });
  return push('pushed');
});
await plain();
const warm = await median(plain);

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
console.log(`cold build, with all gates: ${seconds(cold)} s`);
console.log(`one line changed, with all gates: ${seconds(changed)} s`);
console.log(`unchanged content (skip): ${seconds(unchanged)} s`);
console.log(`plain docker buildx build --push, warm cache: ${seconds(warm)} s`);
console.log(
  `the skip takes ${(unchanged / warm).toFixed(2)} x the plain build, a changed line ${(changed / warm).toFixed(2)} x`,
);

/** Milliseconds of one run of the action. */
async function push(status: string): Promise<number> {
  const from = performance.now();
  const { outputs, log } = await bench.run();
  if (outputs['status'] !== status) throw new Error(`it is ${String(outputs['status'])}:\n${log}`);
  return performance.now() - from;
}

/** The same image as most workflows make it: no gate, no scan, straight to the registry. */
function plain(): Promise<number> {
  const { host } = bench.registry.named;
  const { username, password } = bench.registry.credentials;
  const login = ['login', `--username=${username}`, '--password-stdin', host];
  const build = [
    'buildx',
    'build',
    '--push',
    `--tag=${host}/kafka/plain:v1`,
    `--build-arg=BASE=${bench.base}`,
    '.',
  ];
  const from = performance.now();
  for (const args of [login, build]) {
    const options = {
      cwd: bench.workspace,
      env: bench.engine.env,
      input: password,
      encoding: 'utf8',
    } as const;
    const { status, stderr } = spawnSync('docker', args, options);
    if (status !== 0) throw new Error(stderr);
  }
  return Promise.resolve(performance.now() - from);
}

async function median(once: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await once());
  return times.sort((left, right) => left - right)[Math.floor(RUNS / 2)] ?? Number.NaN;
}
