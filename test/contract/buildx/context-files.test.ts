import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { aFewAtOnce } from '../../../actions/build-push/src/a-few-at-once.ts';
import { secretScanner } from '../../../actions/build-push/src/core/hardening/secrets/secret-scanner.ts';
import { readContext } from '../../../lib/adapters/build-context.ts';
import { readLayout } from '../../../lib/adapters/oci-layout/read-layout.ts';
import { READ_LIMITS } from '../../../lib/adapters/oci-layout/reading.ts';
import { ignoreCorpus } from './ignore-corpus.ts';
import { describeOnEngine } from '../../lab/on-engine.ts';
import { type BuildBench, buildBench, type Files } from './build-bench.ts';

jest.setTimeout(600_000);

const TREE: Files = {
  Dockerfile: 'FROM scratch\nCOPY . /\n',
  ...Object.fromEntries(
    [
      ...[
        'a',
        'ab',
        'abc',
        'a.txt',
        'b.md',
        'README.md',
        'Upper.TXT',
        '.env',
        'sp ace.txt',
        'br[1].txt',
        'br1.txt',
      ],
      ...['#hash', '!bang', 'ü.txt', 'a+b.txt', 'a{b}.txt', 'a^b', '.git/HEAD', '.hidden/file'],
      ...['dir/a.txt', 'dir/b.md', 'dir/README.md', 'dir/sub/c.txt', 'dir/sub/d.md', 'dir/sub/deep/e.md'],
      ...['dirty/a.txt', 'other/keep/x.txt', 'other/keep/y.md', 'other/drop.txt'],
      ...['node_modules/p/index.js', 'dir/node_modules/q/index.js'],
    ].map((name) => [name, name]),
  ),
};

let bench: BuildBench;

/** What our content hash is made over, and what BuildKit was sent; null where the file is refused. */
async function both(ignore: string): Promise<Record<'ours' | 'sent', string[] | null>> {
  const request = await bench.context(TREE);
  const root = request.context;
  const into = `${root}-image`;
  for (const empty of ['empty', 'dir/empty']) await mkdir(path.join(root, empty));
  await writeFile(path.join(root, '.dockerignore'), ignore);
  const found = await readContext({ workspace: root, context: '.', file: 'Dockerfile' });
  const outcome = await bench.builder.build({ ...request, into }, { onLine: () => undefined });
  try {
    const names = found.entries.map(({ path: name, kind }) => (kind === 'folder' ? `${name}/` : name)).sort();
    const ours = found.problems.length > 0 ? null : names;
    return { ours, sent: outcome.kind === 'built' ? await filesIn(outcome.folder) : null };
  } finally {
    for (const folder of [root, into]) await rm(folder, { recursive: true, force: true });
  }
}

async function filesIn(layout: string): Promise<string[]> {
  const settings = { limits: READ_LIMITS, scanner: secretScanner([]), keep: [] };
  const { images } = await readLayout(layout, settings);
  const entries = images.flatMap(({ layers }) => layers.flatMap((layer) => layer.entries));
  const names = entries.map(({ name, type }) => {
    const plain = name.replace(/^(\.\/|\/)+/, '').replace(/\/$/, '');
    return type === 'directory' ? `${plain}/` : plain;
  });
  return [...new Set(names)].filter((name) => name !== '/' && name !== './').sort();
}

describeOnEngine('.dockerignore', () => {
  beforeAll(async () => {
    bench = await buildBench();
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  test('the content hash is made over what BuildKit is sent, no more and no less', async () => {
    const corpus = ignoreCorpus();
    const different: object[] = [];
    let refused = 0;
    await aFewAtOnce(corpus, 4, async (ignore) => {
      const { ours, sent } = await both(ignore);
      if (sent === null || ours === null) {
        refused += 1;
        if (sent !== ours) different.push({ ignore, isRefusedByUs: ours === null });
      } else if (sent.join('\n') !== ours.join('\n'))
        different.push({
          ignore,
          lacking: sent.filter((name) => !ours.includes(name)),
          more: ours.filter((name) => !sent.includes(name)),
        });
    });
    expect(different).toEqual([]);
    expect(refused).toBeLessThan(corpus.length / 10);
  });
});
