import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { CONVERTERS, type Format } from '../../../actions/topic-sync/src/core/convert/formats.ts';
import { run } from '../../../actions/topic-sync/src/run.ts';
import { readYamlFiles } from '../../../lib/adapters/yaml-file.ts';
import { describeProblem, type Problem } from '../../../lib/core/problem.ts';
import { topicSyncInputs } from '../../builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../fakes/fake-topic-ports.ts';

/*
 * Each folder holds files of another tool, which give expected/topics.yaml and expected/findings.txt, byte for byte.
 * UPDATE_GOLDEN=1 writes what came out instead of comparing it: read the difference before you commit it.
 */
const FOLDER = 'test/golden/topic-converters';
const FORMATS = Object.keys(CONVERTERS) as Format[];

interface Converted {
  readonly text: string;
  readonly findings: readonly Problem[];
}

async function convert(from: Format, readYaml: ReturnType<typeof fakeTopicPorts>['readYaml']): Promise<Converted> {
  let text = '';
  const cluster = new FakeTopicCluster();
  const ports = {
    ...fakeTopicPorts({}, cluster),
    readYaml,
    writeNew: (made: ReadonlyMap<string, string>) => {
      text = [...made.values()].join('');
      return Promise.resolve({ written: [...made.keys()], unchanged: [] });
    },
  };
  const inputs = topicSyncInputs({ command: 'export', kafka: null, exporting: { from, to: 'topics/all.yaml' } });
  const done = await run(inputs, ports);
  if (done.kind !== 'exported') throw new Error('nothing was exported');
  expect(cluster.asked).toEqual([]);
  return { text, findings: done.exported.findings };
}

describe.each(FORMATS)('%s', (from) => {
  const folder = path.join(FOLDER, from);

  test('gives its documents and its findings, which lint', async () => {
    const { text, findings } = await convert(from, () => readYamlFiles(folder, ['*.yaml']));
    expectGolden(folder, 'topics.yaml', text);
    expectGolden(folder, 'findings.txt', findings.map((each) => `${describeProblem(each)}\n`).join(''));
    const linted = await run(
      topicSyncInputs({ command: 'lint', kafka: null }),
      fakeTopicPorts({ 'topics/all.yaml': text }, new FakeTopicCluster()),
    );
    expect(linted).toMatchObject({ kind: 'linted', loaded: { warnings: [] } });
  });

  test('a key that nobody knows is never lost, wherever it stands', async () => {
    for (const file of samples(folder)) {
      const documents = parseAllDocuments(readFileSync(path.join(folder, file), 'utf8'));
      if (file === 'cluster.yaml' || documents.some(({ errors }) => errors.length > 0)) continue;
      const plain = documents.map((document) => document.toJS() as Json);
      for (const [at, document] of plain.entries()) {
        for (const grown of withSurprises(document)) {
          const changed = plain.map((each, index) => (index === at ? grown : each));
          const text = changed.map((each) => JSON.stringify(each)).join('\n---\n');
          const others = Object.fromEntries(
            samples(folder)
              .filter((other) => other !== file)
              .map((other) => [other, readFileSync(path.join(folder, other), 'utf8')]),
          );
          const files = fakeTopicPorts({ [file]: text, ...others }, new FakeTopicCluster());
          const converted = await convert(from, files.readYaml);
          const told = converted.text + converted.findings.map(describeProblem).join('\n');
          expect([JSON.stringify(grown), /surprise|a map should be here/.test(told)]).toEqual([JSON.stringify(grown), true]);
        }
      }
    }
  });
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const samples = (folder: string): string[] => readdirSync(folder).filter((file) => file.endsWith('.yaml'));

/** Below these a tool, or a server, keeps what is its own; what is under them is told as a whole. */
const WHOLE = [
  ...['status', 'labels', 'annotations', 'consumers', 'producers', 'schemas', 'platform', 'services', 'users'],
  ...['customServiceAcls', 'confluent', 'files', 'migration', 'authorization'],
];

/** The document with one more key, once for each of its maps. */
function withSurprises(document: Json): Json[] {
  if (typeof document !== 'object' || document === null) return [];
  if (Array.isArray(document)) {
    const items = document as readonly Json[];
    return items.flatMap((item, at) => withSurprises(item).map((grown) => items.with(at, grown)));
  }
  const map = document as Readonly<Record<string, Json>>;
  if (['KafkaUser', 'KafkaPrincipalAuthorization'].some((kind) => kind === map['kind'])) return [];
  const below = Object.entries(map)
    .filter(([key]) => !WHOLE.includes(key) && !(/^configs?$/.test(key) && !isCounted(map)))
    .flatMap(([key, value]) => withSurprises(value).map((grown) => ({ ...map, [key]: grown })));
  return [{ ...map, surprise: 'surprise' }, ...below];
}

/** A topic without a number of partitions, or without its plan, is named and left out with its configs. */
function isCounted(map: Readonly<Record<string, Json>>): boolean {
  const config = (map['config'] ?? {}) as Readonly<Record<string, Json>>;
  return typeof map['partitions'] === 'number' || ('num.partitions' in config && map['plan'] !== 'gone');
}

function expectGolden(folder: string, name: string, text: string): void {
  const file = path.join(folder, 'expected', name);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
