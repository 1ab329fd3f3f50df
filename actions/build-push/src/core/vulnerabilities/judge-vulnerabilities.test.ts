import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SEVERITIES, type VulnerabilityFinding } from './finding.ts';
import { compareFindings } from './compare-findings.ts';
import { judgeVulnerabilities, type VulnerabilityReport } from './judge-vulnerabilities.ts';
import {
  type AllowEntry,
  STRICT_VULNERABILITY_POLICY,
  type VulnerabilityPolicy,
} from './vulnerability-policy.ts';

const NOW = Date.parse('2026-11-21T23:59:59Z');

const finding = (over: Partial<VulnerabilityFinding> = {}): VulnerabilityFinding => ({
  ...{ id: 'CVE-2026-1000', aliases: ['GHSA-2c4m-59x9-fr2g'], severity: 'high', package: 'openssl' },
  ...{ installed: '3.0.1', fixedIn: '3.0.2', title: 'a hole' },
  ...over,
});

const entry = (over: Partial<AllowEntry> = {}): AllowEntry => ({
  ...{ id: 'CVE-2026-1000', package: null, owner: 'team-a', reason: 'not reachable' },
  ...{ expires: '2026-11-21', endsAt: Date.parse('2026-11-22T00:00:00Z') },
  place: { file: 'v.yaml', line: 6, column: 7 },
  ...over,
});

function judge(found: VulnerabilityFinding, over: Partial<VulnerabilityPolicy> = {}): VulnerabilityReport {
  return judgeVulnerabilities([found], { ...STRICT_VULNERABILITY_POLICY, ...over }, NOW);
}

test('nothing found passes', () => {
  expect(judgeVulnerabilities([], STRICT_VULNERABILITY_POLICY, NOW)).toEqual({
    passes: true,
    because: 'nothing was found',
    verdicts: [],
    warnings: [],
  });
});

test('what is bad fails and says what mends it', () => {
  expect(judge(finding())).toMatchObject({
    passes: false,
    because: '1 of 1 found fail: CVE-2026-1000 (high in openssl 3.0.1: 3.0.2 mends it)',
  });
  expect(judge(finding({ severity: 'unscored', fixedIn: null, package: '', installed: '' }))).toMatchObject({
    because: '1 of 1 found fail: CVE-2026-1000 (unscored: nothing mends it yet)',
  });
  expect(judge(finding({ severity: 'low' }))).toMatchObject({
    passes: true,
    verdicts: [{ verdict: 'warn', because: 'low does not fail by the policy' }],
  });
});

test('with fixable only, what nothing mends does not fail', () => {
  expect(judge(finding({ fixedIn: null }), { fixableOnly: true }).passes).toBe(true);
  expect(judge(finding(), { fixableOnly: true }).passes).toBe(false);
});

test.each<[string, Partial<AllowEntry>]>([
  ['by its id', {}],
  ['by another id of the same', { id: 'GHSA-2C4M-59X9-FR2G' }],
  ['in its package', { package: 'openssl' }],
])('an entry lets it pass %s, to the end of its last day in UTC', (_, over) => {
  expect(judge(finding(), { allow: [entry(over)] })).toMatchObject({
    passes: true,
    verdicts: [{ verdict: 'allowed', because: 'not reachable (team-a, until 2026-11-21)' }],
    warnings: [],
  });
});

test('an entry that has ended fails', () => {
  const ended = entry({ expires: '2026-11-20', endsAt: Date.parse('2026-11-21T00:00:00Z') });
  const report = judge(finding(), { allow: [ended] });
  expect(report).toMatchObject({ passes: false, warnings: [] });
  expect(report.because).toContain('; the entry of team-a ended on 2026-11-20');
  expect(judge(finding(), { allow: [ended, entry()] }).passes).toBe(true);
});

test.each<[string, VulnerabilityFinding, Partial<AllowEntry>]>([
  ['of another id', finding(), { id: 'CVE-2026-10001' }],
  ['of another package', finding(), { package: 'libssl' }],
  ['of what does not fail anyway', finding({ severity: 'low' }), {}],
])('an entry %s is unused', (_, found, over) => {
  const report = judge(found, { allow: [entry(over)] });
  expect(report.warnings).toMatchObject([{ where: 'v.yaml:6:7', fix: 'Remove it.' }]);
  expect(report.verdicts.map(({ verdict }) => verdict)).not.toContain('allowed');
});

test('what a scanner tells twice counts once, and the worst comes first', () => {
  const found = [
    finding({ severity: 'low', id: 'A-1' }),
    finding(),
    finding(),
    finding({ severity: 'critical', id: 'B-1' }),
  ];
  const { verdicts } = judgeVulnerabilities(found, STRICT_VULNERABILITY_POLICY, NOW);
  expect(verdicts.map((each) => each.finding.id)).toEqual(['B-1', 'CVE-2026-1000', 'A-1']);
});

test('of many that fail the first three are named', () => {
  const found = Array.from({ length: 5 }, (_, at) => finding({ id: `CVE-2026-200${String(at)}` }));
  expect(judgeVulnerabilities(found, STRICT_VULNERABILITY_POLICY, NOW).because).toMatch(
    /^5 of 5 .*, and 2 more$/,
  );
});

test('what another image has too is the same by any of its ids, whatever the version', () => {
  const here = [finding({ installed: '3.0.9' }), finding({ id: 'CVE-2026-3000', aliases: [] })];
  const there = [finding({ id: 'GHSA-2c4m-59x9-fr2g', aliases: [] }), finding({ package: 'zlib' })];
  const { new: added, gone, same } = compareFindings(here, there);
  expect(added).toEqual([here[1]]);
  expect(gone).toEqual([there[1]]);
  expect(same).toEqual([here[0]]);
});

test('everything that is found is either new or the same', () => {
  const some = fc.array(
    fc.record({
      id: fc.constantFrom('CVE-2026-1000', 'CVE-2026-1001', 'CVE-2026-1002'),
      severity: fc.constantFrom(...SEVERITIES),
    }),
  );
  fc.assert(
    fc.property(some, some, (a, b) => {
      const [here, there] = [a.map(finding), b.map(finding)].map((list) =>
        list.map((each) => ({ ...each, aliases: [] })),
      );
      const changes = compareFindings(here ?? [], there ?? []);
      const back = compareFindings(there ?? [], here ?? []);
      expect(new Set([...changes.new, ...changes.same].map(({ id }) => id))).toEqual(
        new Set(a.map(({ id }) => id)),
      );
      expect(new Set(changes.gone.map(({ id }) => id))).toEqual(new Set(back.new.map(({ id }) => id)));
    }),
  );
});
