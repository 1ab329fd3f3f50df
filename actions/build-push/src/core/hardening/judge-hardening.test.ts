import { expect, test } from '@jest/globals';
import type { ImageContents } from '../../../../../lib/core/image-contents.ts';
import { fakeScanner } from '../../../../../test/fakes/fake-scanner.ts';
import { entry, image, layer, layout } from '../../../../../test/builders/image-contents.ts';
import { type HardeningException, type HardeningPolicy, STRICT_POLICY } from './hardening-policy.ts';
import { type HardeningReport, judgeHardening, type Verdict } from './judge-hardening.ts';
import type { RuleId } from './rules.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

function judge(contents: ImageContents, policy: HardeningPolicy = STRICT_POLICY): HardeningReport {
  return judgeHardening(layout(contents), { policy, now: NOW, bases: [], scanner: fakeScanner('hunter2') });
}

function verdict(report: HardeningReport, rule: RuleId): Verdict | undefined {
  return report.images[0]?.verdicts.find((each) => each.rule === rule);
}

test('an image that keeps every rule passes', () => {
  const report = judge(image({}));
  expect(report.because).toBe('every rule is kept');
  expect(report.passes).toBe(true);
  expect(new Set(report.images[0]?.verdicts.map((each) => each.verdict))).toEqual(new Set(['pass']));
});

test('without an image nothing passes', () => {
  const court = { policy: STRICT_POLICY, now: NOW, bases: [], scanner: fakeScanner('hunter2') };
  expect(judgeHardening({ ...layout(image({})), images: [] }, court)).toMatchObject({
    passes: false,
    because: 'there is no image to judge',
  });
});

const SHELL = image({ layers: [layer(entry('bin/sh', { mode: 0o755 }))] });

test('a policy turns a rule off, or to a warning', () => {
  const with_ = (severity: 'off' | 'warn'): HardeningReport =>
    judge(SHELL, { ...STRICT_POLICY, rules: new Map([['no-shell', severity]]) });
  expect(judge(SHELL).because).toBe('linux/amd64 no-shell: /bin/sh is a shell');
  expect(verdict(with_('warn'), 'no-shell')).toMatchObject({ verdict: 'warn', blocks: false });
  expect(verdict(with_('off'), 'no-shell')).toMatchObject({ verdict: 'off', blocks: false, evidence: [] });
  expect(with_('warn').passes).toBe(true);
});

const exception = (over: Partial<HardeningException>): HardeningException => ({
  rule: 'no-shell',
  path: '/bin/sh',
  owner: 'team-a',
  reason: 'debugging',
  expires: '2026-11-21',
  endsAt: Date.parse('2026-11-22'),
  place: { file: 'hardening.yaml', line: 7, column: 5 },
  ...over,
});

test('an exception lets one path pass until its last day has ended, in UTC', () => {
  const policy = (over: Partial<HardeningException> = {}): HardeningPolicy => ({
    ...STRICT_POLICY,
    exceptions: [exception(over)],
  });
  expect(verdict(judge(SHELL, policy()), 'no-shell')).toMatchObject({
    verdict: 'pass',
    because: 'excused: debugging (team-a, until 2026-11-21)',
  });
  const ended = judge(SHELL, policy({ expires: '2026-11-20', endsAt: Date.parse('2026-11-21') }));
  expect(ended).toMatchObject({ passes: false, warnings: [] });
  expect(ended.because).toContain('the exception of team-a ended on 2026-11-20');
  const elsewhere = judge(SHELL, policy({ path: '/usr/bin/' }));
  expect(elsewhere.passes).toBe(false);
  expect(elsewhere.warnings).toMatchObject([{ where: 'hardening.yaml:7:5', fix: 'Remove it.' }]);
  expect(judge(SHELL, policy({ path: '/bin/' })).passes).toBe(true);
});

test('what could not be read is not known, and does not pass', () => {
  const flaw = { kind: 'unreadable', digest: 'sha256:1', because: 'it is not a tar archive' } as const;
  const report = judge(image({ layers: [{ ...layer(), flaw }] }));
  expect(report.passes).toBe(false);
  const states = report.images[0]?.verdicts.filter((each) => each.verdict === 'unknown');
  expect(states?.map(({ rule }) => rule)).toEqual([
    'intact',
    'no-setuid',
    'no-capabilities',
    'no-world-writable',
    'no-devices',
    'no-way-out',
    'no-shell',
    'no-package-manager',
    'no-secrets',
  ]);
});

test('of much evidence the first twenty are shown', () => {
  const many = Array.from({ length: 25 }, (_, at) => entry(`bin${String(at)}/sh`, { mode: 0o755 }));
  const found = verdict(judge(image({ layers: [layer(...many)] })), 'no-shell');
  expect(found?.evidence).toHaveLength(20);
  expect(found).toMatchObject({ more: 5, because: expect.stringContaining('and 24 more') });
});
