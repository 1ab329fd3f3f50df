import { expect, test } from '@jest/globals';
import { archive, file, program } from '../../../test/builders/archive.ts';
import { faults, judged } from '../../../test/builders/judged-layout.ts';
import { digestOf, gzipped, layer, LayoutFolder, layoutOf } from '../../../test/builders/oci-layout.ts';
import type { HardeningPolicy } from './core/hardening/hardening-policy.ts';
import { FREE_RULE_IDS } from './core/hardening/rules.ts';

/** As lenient as a policy can be. */
const LENIENT: HardeningPolicy = {
  rules: new Map(FREE_RULE_IDS.map((rule) => [rule, 'off'])),
  sizeBudget: null,
  exceptions: [],
};

test('no policy lets an altered layer pass', async () => {
  const layers = [{ ...layer(program('bin/sh')), diffId: digestOf('another archive') }];
  const report = await judged(layoutOf({ layers }), { policy: LENIENT });
  expect(report.passes).toBe(false);
  expect(report.because).toMatch(/^linux\/amd64 intact: the archive in it has the digest/);
});

test('no policy lets a bomb pass', async () => {
  const layers = [gzipped(archive(file('zeros', Buffer.alloc(20 * 1024 ** 2))))];
  const report = await judged(layoutOf({ layers }), { policy: LENIENT });
  expect(report.because).toMatch(/^linux\/amd64 bounded: its .* expand to more than 200 times as much$/);
});

test('no policy lets a layer pass that nobody can read', async () => {
  const layers = [{ ...layer(), mediaType: 'application/octet-stream' }];
  const report = await judged(layoutOf({ layers }), { policy: LENIENT });
  expect(report.because).toMatch(/^linux\/amd64 intact: a layer of type application\/octet-stream/);
});

test('an image that is missing beside a good one does not pass', async () => {
  const layout = new LayoutFolder();
  const [good, gone] = [
    layout.image(),
    { ...layout.image({ architecture: 'arm64' }), digest: digestOf('gone') },
  ];
  const report = await judged(layout.root(good, gone), { policy: LENIENT });
  expect(report).toMatchObject({
    passes: false,
    because: 'a part of the image could not be judged: the layout does not have it',
    flaws: [{ kind: 'altered', digest: gone.digest }],
  });
});

test('of two platforms each is judged', async () => {
  const layout = new LayoutFolder();
  const shell = layout.image({ architecture: 'arm64', layers: [layer(program('bin/sh'))] });
  const report = await judged(layout.root(layout.index(layout.image(), shell)));
  expect(report.because).toBe('linux/arm64 no-shell: /bin/sh is a shell');
});

test('a config that cannot be read is known by no rule', async () => {
  const report = await judged(layoutOf({ run: { user: '0' } }));
  expect(report.passes).toBe(false);
  expect(faults(report)[0]).toMatch(/^intact fail: config: user is User to some readers$/);
  expect(faults(report)[1]).toMatch(/^numeric-user unknown/);
});
