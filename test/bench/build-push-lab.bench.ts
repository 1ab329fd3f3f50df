// How long build-push takes for a cold build, for a content that is there already and for a line that has changed, on a
// real engine and registry, against a plain `docker buildx build --push` with a warm cache in the same run.
import { dockerConfig } from '../../lib/adapters/docker-config.ts';
import { runDocker } from '../../lib/adapters/run-docker.ts';
import { APP, BuildPushBench, DOCKERFILE } from '../e2e/build-push/build-push-bench.ts';

const RUNS = 3;

await using bench = await BuildPushBench.open();
const login = { host: bench.registry.named.host, ...bench.registry.credentials };
const loggedIn = await dockerConfig(
  `${bench.workspace}-runs/login`,
  [login],
  bench.engine.env['DOCKER_CONFIG'],
);
await bench.write({ Dockerfile: DOCKERFILE, '.dockerignore': '*\n!app.js\n', 'app.js': APP });

const cold = await push('pushed');
console.log(`cold build, with all gates: ${seconds(cold)} s`);
const unchanged = await median(() => push('reused'));
let changes = 0;
const changed = await median(async () => {
  await bench.write({ 'app.js': `${APP}\n// ${String((changes += 1))}` });
  return push('pushed');
});
await plain();
const warm = await median(plain);

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

/** The same image as most workflows make it: no gate, no scan, straight to the registry, and logged in before. */
async function plain(): Promise<number> {
  const tag = `--tag=${bench.registry.named.host}/kafka/plain:v1`;
  const args = ['buildx', 'build', '--push', tag, `--build-arg=BASE=${bench.base}`];
  const env = { ...bench.engine.env, DOCKER_CONFIG: loggedIn };
  const from = performance.now();
  const { code, errors } = await runDocker({ args: [...args, bench.workspace], env });
  if (code !== 0) throw new Error(errors);
  return performance.now() - from;
}

async function median(once: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await once());
  return times.sort((left, right) => left - right)[Math.floor(RUNS / 2)] ?? Number.NaN;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
