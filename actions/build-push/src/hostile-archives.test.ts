import { expect, test } from '@jest/globals';
import {
  archive,
  entryBlocks,
  file,
  folder,
  gnuLongName,
  link,
  paxBlocks,
  program,
  type WrittenEntry,
} from '../../../test/builders/archive.ts';
import { faults, judgedLayers } from '../../../test/builders/judged-layout.ts';
import { gzipped } from '../../../test/builders/oci-layout.ts';

const deep = `${'a-long-folder-name/'.repeat(12)}sh`;

test.each([
  ['PAX', entryBlocks({ ...program('short'), pax: { path: deep } })],
  ['GNU', gnuLongName(program(deep))],
])('long names in the way of %s are read', async (_, blocks) => {
  expect(faults(await judgedLayers(gzipped(Buffer.concat([blocks, archive()]))))).toEqual([
    `no-shell fail: /${deep} is a shell`,
  ]);
});

const sized = (entry: WrittenEntry): Buffer => Buffer.concat([entryBlocks(entry), Buffer.alloc(1024)]);

test.each<[string, Buffer, RegExp]>([
  ['no archive at all', Buffer.alloc(2048, 'not a tar '), /unknown type|no number|not a whole tar/],
  ['an archive that is cut off', archive(file('a', 'x'.repeat(5_000))).subarray(0, 2_000), /cut off/],
  [
    'entries after the end',
    Buffer.concat([archive(file('a')), archive(program('bin/sh'))]),
    /goes on after its end/,
  ],
  ['content behind a link', sized({ ...link('a', 'b'), size: 512 }), /link or a folder with content/],
  ['content behind a folder', sized({ ...folder('a/'), size: 512 }), /link or a folder with content/],
  [
    'a header for all entries',
    Buffer.concat([paxBlocks({ path: 'harmless' }, 'g'), archive(program('bin/sh'))]),
    /unknown type "g"/,
  ],
  [
    'a sparse file',
    archive({ ...file('a'), pax: { 'GNU.sparse.name': 'bin/sh' } }),
    /PAX record GNU.sparse.name/,
  ],
  ['an old sparse file', archive({ name: 'a', type: 'S' }), /unknown type "S"/],
  ['a size that PAX gives again', archive({ ...file('a'), pax: { size: '512' } }), /PAX record size/],
])('%s is unknown to all rules on files', async (_, tar, because) => {
  const report = await judgedLayers(gzipped(tar));
  expect(report.passes).toBe(false);
  expect(faults(report)[0]).toMatch(/^intact unknown/);
  expect(report.because).toMatch(because);
  expect(report.images[0]?.verdicts.filter(({ verdict }) => verdict === 'unknown')).toHaveLength(9);
});
