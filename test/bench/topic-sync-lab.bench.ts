// How long a plan over thousands of topics takes on a real cluster, with how many requests and how much memory,
// beside the tools of the Kafka distribution that only list what there is.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inChunks } from '../../lib/core/in-chunks.ts';
import { javaFlags } from '../../lab/kafka/java-command.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { CACHE_FOLDER } from '../../lab/provision/cache-folder.ts';
import { makeOnce } from '../../lab/provision/make-once.ts';
import { programPath } from '../../lab/provision/prerequisites.ts';
import { provideKafka } from '../../lab/provision/kafka.ts';
import { runAction } from '../../lab/runner.ts';
import { runToEnd } from '../../lab/run-to-end.ts';
import { timed } from '../../lab/timed.ts';
import { withKafka } from '../e2e/lab-kafka.ts';
import { makeTopics, type ManyTopics, namesOf } from '../lab/many-topics.ts';
import { refuseSmallLimits } from './refuse-small-limits.ts';

/** With one replica each: what 60,000 partitions with three need of files and maps does not fit on one machine. */
const BIG = { topics: 5_000, partitions: 12, brokers: 6, replicationFactor: 1, heapMegabytes: 640 };
const USUAL = { topics: 1_000, partitions: 6, brokers: 3, replicationFactor: 3, heapMegabytes: 384 };
type Size = typeof BIG;

/** Brokers that have run for days answer several times as fast as those that have just started. */
const WARMING_PLANS = 6;

/** However many topics there are. */
const MOST_REQUESTS = 20;

const DOCUMENTS_A_FILE = 100;

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);

for (const size of [USUAL, BIG]) await bench(size);

async function bench(size: Size): Promise<void> {
  const { topics, partitions, brokers, heapMegabytes } = size;
  console.log(`-- ${String(topics)} topics x ${String(partitions)} partitions, ${String(brokers)} brokers`);
  refuseSmallLimits((topics * partitions * size.replicationFactor) / brokers);
  const workspace = await mkdtemp(path.join(tmpdir(), 'topics-'));
  const cluster = { mode: 'kraft-separate', controllers: 1, brokers, heapMegabytes } as const;
  await using lab = await startLab({ ...cluster, compiler: 'full' });
  await withKafka(lab, (kafka) => makeTopics(kafka, size));
  await declareAll(workspace, size);
  await plan('brokers just started', lab, workspace);
  for (let before = 0; before < WARMING_PLANS; before += 1) await plan('  warming', lab, workspace);
  await beside(lab, await plan('brokers warm', lab, workspace));
  await rm(workspace, { recursive: true });
}

/** What all the topics keep, so that each is judged, and the plan stays what it is. */
const POLICY = [
  'apiVersion: kafka-fleet/v1',
  'kind: TopicPolicy',
  'metadata: { name: fleet }',
  "spec: { rules: { owner: { pattern: '^team-' }, naming: { pattern: '^[a-z][a-z0-9.-]*$' }, partitions: { max: 48 }," +
    ' replicas-fit-cluster: {}, same-partitions: {}, no-unclean-election: {}, retention: { min: 1h } } }',
].join('\n');

/** One topic wants an override more, so that the plan is not empty. */
async function declareAll(workspace: string, many: ManyTopics): Promise<void> {
  const counts = `partitions: ${String(many.partitions)}, replicationFactor: ${String(many.replicationFactor)}`;
  const document = (name: string, index: number): string =>
    [
      'apiVersion: kafka-fleet/v1',
      'kind: Topic',
      `metadata: { name: ${name}, owner: team-${String(index % 7)} }`,
      `spec: { ${counts}, config: { retention.ms: 7d${index === 0 ? ', segment.ms: 1d' : ''} } }`,
    ].join('\n');
  await writeFile(path.join(workspace, 'policy.yaml'), POLICY);
  for (const [index, documents] of inChunks(namesOf(many).map(document), DOCUMENTS_A_FILE).entries()) {
    await writeFile(path.join(workspace, `topics-${String(index)}.yaml`), documents.join('\n---\n'));
  }
}

/** What it brings about in the action, without the memory that reading TypeScript takes there. */
async function countingModule(workspace: string): Promise<string> {
  const source = await readFile(path.join(import.meta.dirname, 'count-writes.ts'), 'utf8');
  const file = path.join(workspace, 'count-writes.mjs');
  await writeFile(file, stripTypeScriptTypes(source));
  return pathToFileURL(file).href;
}

/** Gives its milliseconds. */
async function plan(name: string, lab: Lab, workspace: string): Promise<number> {
  const countFile = path.join(workspace, 'count.json');
  const { value: outcome, ms } = await timed(
    runAction({
      action: 'topic-sync',
      workspace,
      inputs: { command: 'plan', files: '*.yaml', 'bootstrap-brokers': lab.bootstrapBrokers.join(',') },
      env: {
        NODE_OPTIONS: `--import=${await countingModule(workspace)}`,
        COUNT_FILE: countFile,
        COUNTED_PORTS: lab.bootstrapBrokers.map((address) => address.split(':')[1]).join(','),
      },
    }),
  );
  if (outcome.outputs['changes'] !== '1') throw new Error(`the plan is another one:\n${outcome.log}`);
  const { requests, peakKilobytes, cpuMs, connectedMs } = JSON.parse(
    await readFile(countFile, 'utf8'),
  ) as Counted;
  console.log(
    `${name}: ${seconds(ms)} s with the start of the action, ${seconds(connectedMs)} s of it after connecting ` +
      `(${seconds(cpuMs)} s of a processor), ` +
      `${String(requests)} requests, ` +
      `${(peakKilobytes / 1024).toFixed(0)} MB at most`,
  );
  if (requests > MOST_REQUESTS) {
    throw new Error(`${String(requests)} requests are more than ${String(MOST_REQUESTS)}`);
  }
  return ms;
}

interface Counted {
  readonly requests: number;
  readonly peakKilobytes: number;
  readonly cpuMs: number;
  readonly connectedMs: number;
}

/** Neither compares anything: they read what a comparison needs. */
async function beside(lab: Lab, planned: number): Promise<void> {
  const { java, classPath } = await provideKafka(lab.kafkaVersion, () => undefined);
  const tools = await provideTools(lab.kafkaVersion);
  const flags = javaFlags({ java, classPath: `${classPath}:${tools}`, heapMegabytes: 1_024 });
  const servers = ['--bootstrap-server', lab.bootstrapBrokers.join(',')];
  const topics = ['org.apache.kafka.tools.TopicCommand', ...servers, '--describe'];
  const configs = ['kafka.admin.ConfigCommand', ...servers, '--describe', '--entity-type', 'topics', '--all'];
  for (const [name, args] of [
    ['kafka-topics --describe', topics],
    ['kafka-configs --describe --entity-type topics --all', configs],
  ] as const) {
    const { ms } = await timed(runToEnd(java, [...flags, ...args], import.meta.dirname));
    console.log(`${name}: ${seconds(ms)} s, ${(ms / planned).toFixed(2)} x the plan`);
  }
}

/** The distribution's own programs, which the brokers do without. */
async function provideTools(version: string): Promise<string> {
  const folder = path.join(CACHE_FOLDER, `kafka-${version}`, 'tools');
  const artifact = `-Dartifact=org.apache.kafka:kafka-tools:${version}`;
  await makeOnce(folder, async (unfinished) => {
    const goal = ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${unfinished}`];
    await runToEnd(programPath('mvn'), goal, import.meta.dirname);
  });
  return path.join(folder, '*');
}
