import { expect, test } from '@jest/globals';
import { FakeRunner } from '../../../test/fakes/fake-runner.ts';
import type { Report } from './core/report.ts';
import type { VulnerabilityFinding } from './core/vulnerabilities/finding.ts';
import { judgeVulnerabilities } from './core/vulnerabilities/judge-vulnerabilities.ts';
import { STRICT_VULNERABILITY_POLICY } from './core/vulnerabilities/vulnerability-policy.ts';
import { publish } from './publish.ts';

const MIB = 1024 * 1024;
const TITLE = '<img src=x onerror=alert(1)> @everyone </details> | `${{ secrets.X }}` \n::error::forged ';

const finding = (index: number): VulnerabilityFinding => ({
  id: `CVE-2026-${String(index)}`,
  aliases: [],
  package: `lib${TITLE.repeat(5)}`,
  installed: '1.0',
  fixedIn: '1.1',
  title: TITLE,
  severity: index === 4_999 ? 'critical' : 'high',
});

/** A report with as many findings. */
function reportWith(findings: number): Report {
  const found = Array.from({ length: findings }, (_, index) => finding(index));
  const { because, verdicts } = judgeVulnerabilities(found, STRICT_VULNERABILITY_POLICY, 0);
  return {
    ...{ mode: 'build', dryRun: false, status: 'refused', because, image: 'app' },
    ...{ digest: `sha256:${'ab'.repeat(32)}`, platformDigests: {}, contentHash: null, reasons: [] },
    ...{ size: 1, sizeBefore: null, hardening: null, probes: [], steps: [], warnings: [] },
    scan: { outcome: 'failed', because, verdicts, difference: null },
    places: [{ name: 'host/kafka/app', outcome: 'pushed', because: '', tags: [], drift: [] }],
  };
}

async function published(report: Report) {
  const runner = new FakeRunner();
  let saved = '';
  await publish(report, runner, (_, text) => {
    saved = text;
    return Promise.resolve('/reports/report.json');
  });
  return { runner, saved: JSON.parse(saved) as Report };
}

test('of five thousand findings the summary and the outputs hold what GitHub takes, and the report holds all', async () => {
  const { runner, saved } = await published(reportWith(5_000));
  expect(Buffer.byteLength(runner.summary)).toBeLessThan(MIB / 2);
  expect(runner.summary).toContain('and 4900 more findings: see the report');
  expect(saved.scan?.verdicts).toHaveLength(5_000);
  const listed = JSON.parse(runner.outputs.get('vulnerabilities') ?? '') as unknown[];
  expect([...runner.outputs.values()].join('').length).toBeLessThan(MIB / 4);
  expect(listed.length).toBeGreaterThan(100);
  expect(listed[0]).toMatchObject({ finding: { id: 'CVE-2026-4999' } });
});

test('ten annotations are made of them, the worst first', async () => {
  const { runner } = await published(reportWith(5_000));
  expect(runner.annotations).toHaveLength(10);
  expect(runner.annotations[0]?.line).toContain('CVE-2026-4999');
});

test('what a finding says is no markup, no mention and no row of its own', async () => {
  const { runner } = await published(reportWith(2));
  expect(runner.summary).not.toMatch(/<img|<\/details>|@everyone|^::error/m);
  const rows = runner.summary
    .split('\n')
    .filter((line) => line.includes('CVE-2026-') && line.startsWith('|'));
  // Two backslashes before a bar would end a cell.
  expect(rows.map((row) => row.split(/(?<!\\)\|/).length)).toEqual([8, 8]);
});

test('the next job has the digest and the repository, also where the account is masked', async () => {
  const { runner } = await published(reportWith(0));
  expect(runner.outputs.get('repository')).toBe('kafka/app');
  expect(runner.outputs.get('digest')).toBe(`sha256:${'ab'.repeat(32)}`);
});
