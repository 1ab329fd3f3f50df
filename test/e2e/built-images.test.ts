import path from 'node:path';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startLab } from '../../lab/lab.ts';
import { pushLayout } from '../../lab/image/push-layout.ts';
import { type Registry, startRegistry } from '../../lab/registry/registry.ts';
import type { Built } from '../../lib/adapters/buildx/build-request.ts';
import { runProbe } from '../../lib/adapters/run-probe/run-probe.ts';
import { runCommand } from '../../scripts/run-command.ts';
import { type BuildBench, buildBench, documentIn } from '../contract/buildx/build-bench.ts';
import { eventually } from '../lab/eventually.ts';
import { describeOnEngine } from '../lab/on-engine.ts';
import { createTopic } from './lab-kafka.ts';
import { Container } from './images/container.ts';
import { DOCKERFILES, imageContext, type ImageName } from '../../lab/image/image-context.ts';

const MINUTES = 60_000;
const MEGABYTES = 1_000_000;
const NAMES = Object.keys(DOCKERFILES) as ImageName[];
const TOPIC = 'orders';
const RECORDS = 200;

jest.setTimeout(10 * MINUTES);

let bench: BuildBench;
let images: Record<ImageName, Built>;

async function build(context: string, name: ImageName): Promise<Built> {
  const { contexts } = await bench.context({});
  const built = await bench.builder.build(
    {
      context,
      file: path.join(context, DOCKERFILES[name]),
      into: path.join(context, 'images', name),
      buildArgs: new Map([['BASE', 'base']]),
      sourceDateEpoch: 1_700_000_000,
      ...(contexts && { contexts }),
    },
    { onLine: () => undefined },
  );
  if (built.kind === 'failed') throw new Error(`${name} was not built: ${built.failure.because}`);
  return built;
}

/** The bytes of all layers as they are unpacked. */
async function unpackedSize({ folder, digest }: Built): Promise<number> {
  const { layers } = await documentIn<{ layers: { digest: string }[] }>(folder, digest);
  const sizes = layers.map(async (layer) => {
    const file = path.join(folder, 'blobs', ...layer.digest.split(':'));
    let size = 0;
    for await (const chunk of createReadStream(file).pipe(createGunzip())) size += (chunk as Buffer).length;
    return size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** A busy machine takes seconds to start Node.js. */
const RUN_FOR_MS = 8_000;

const probe = (
  { folder: layout, digest }: Built,
  environment: Readonly<Record<string, string>>,
  runFor = RUN_FOR_MS,
) =>
  runProbe(bench.engine.env).probe({
    layout,
    digest,
    environment: new Map(Object.entries(environment)),
    runFor,
    stopTimeout: MINUTES,
    writable: ['/history'],
  });

const NO_KAFKA = { KAFKA_BOOTSTRAP_BROKERS: '127.0.0.1:1' };
const CONSUMER = { TOPICS: TOPIC, GROUP_ID: 'readers', HISTORY_FOLDER: '/history', PORT: '0' };
const PRODUCER = { TOPIC, SOURCE: 'generate', RATE: '1000', COUNT: String(RECORDS), PORT: '0' };

describeOnEngine('the images', () => {
  let context: Awaited<ReturnType<typeof imageContext>>;
  beforeAll(async () => {
    [bench, context] = await Promise.all([buildBench(), imageContext()]);
    images = {
      consumer: await build(context.folder, 'consumer'),
      producer: await build(context.folder, 'producer'),
      'rolling-reboot': await build(context.folder, 'rolling-reboot'),
    };
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await context[Symbol.asyncDispose]();
  });
  probed();
  used();
});

function probed(): void {
  test.each(NAMES)('%s is small, and of a user that has a number', async (name) => {
    const { folder, digest } = images[name];
    const { config } = await documentIn<{ config: { digest: string } }>(folder, digest);
    expect(await documentIn(folder, config.digest)).toMatchObject({
      config: { User: '65532:65532', Entrypoint: ['/nodejs/bin/node', '/app/index.js'] },
    });
    expect(await unpackedSize(images[name])).toBeLessThan(160 * MEGABYTES);
  });

  test.each([
    ['consumer' as const, { ...NO_KAFKA, ...CONSUMER }],
    ['producer' as const, { ...NO_KAFKA, ...PRODUCER }],
  ])('%s runs without rights or a writable root, and ends when it is told', async (name, environment) => {
    const ran = await probe(images[name], environment);
    expect(ran).toMatchObject({ kind: 'ran', ended: 'when told', exitCode: 0, writes: [] });
    expect(ran.kind === 'ran' && ran.stopSeconds).toBeLessThan(50);
  });

  test('rolling-reboot says what it misses, and writes nothing', async () => {
    const ran = await probe(images['rolling-reboot'], {}, MINUTES);
    expect(ran).toMatchObject({ kind: 'ran', ended: 'by itself', exitCode: 1, writes: [] });
    expect(ran.kind === 'ran' && ran.lastLines.join('\n')).toContain('input ');
  });
}

function used(): void {
  test('what is pulled by its digest from a registry writes to a cluster and reads from it', async () => {
    await using lab = await startLab();
    await using registry = await startRegistry();
    await createTopic(lab, TOPIC, 6);
    const kafka = { KAFKA_BOOTSTRAP_BROKERS: lab.bootstrapBrokers.join(',') };
    const [consumed, produced] = [await pulled(registry, 'consumer'), await pulled(registry, 'producer')];
    const { env } = bench.engine;
    await using consumer = new Container(env, {
      image: consumed,
      environment: { ...kafka, ...CONSUMER },
      writable: ['/history'],
    });
    await eventually('the consumer joins', () => consumer.said('joined the group') !== undefined, MINUTES);
    await using producer = new Container(env, { image: produced, environment: { ...kafka, ...PRODUCER } });
    const read = () => consumer.lines.filter(({ msg }) => msg === 'message').length;
    await eventually('all records are read', () => read() === RECORDS, MINUTES);
    for (const each of [producer, consumer]) {
      const { code, ms } = await each.end();
      expect(code).toBe(0);
      expect(ms).toBeLessThan(30_000);
    }
    expect(read()).toBe(RECORDS);
  });
}

async function pulled(registry: Registry, name: ImageName): Promise<string> {
  const { env } = bench.engine;
  const docker = (...args: readonly string[]) => runCommand(['docker', ...args], { cwd: '/', env });
  const { username, password } = registry.credentials;
  await docker('login', '--username', username, '--password', password, registry.address);
  const image = await pushLayout(registry, name, images[name]);
  expect(await docker('pull', '--quiet', image)).toMatchObject({ code: 0 });
  return image;
}
