import { describe, expect, test } from '@jest/globals';
import { aNode, NIGHT } from '../../../../test/builders/fleet.ts';
import { aReport, aReportedNode } from '../../../../test/builders/reboot-report.ts';
import { nodeName } from './node.ts';
import type { Plan } from './plan.ts';
import type { Certificate } from './safety.ts';
import { summary } from './summary.ts';

const MIB = 1_048_576;
const problem = { where: 'topic logs', what: 'it is in the way', fix: 'Move it.' };
const certificateOf = (id: number, topic = 'orders'): Certificate => ({
  node: aNode(id).name,
  at: NIGHT,
  tightest: { topic, partition: 0, left: [2, 3], minimum: 2 },
  voters: { left: 2, needed: 2, of: 3 },
});
const planOf = (count: number, because = 'it is next'): Plan => ({
  steps: Array.from({ length: count }, (_, id) => ({
    node: aNode(id).name,
    action: 'restart',
    from: id * 60_000,
    to: id === count - 1 ? null : (id + 1) * 60_000,
    because,
    certificate: null,
  })),
  problems: [],
  lasts: count * 60_000,
});

test('what was waited for is told, the longest first', () => {
  const waits = [
    { reason: 'replicas to catch up', lasted: 120_000, example: '7 under-replicated partitions' },
    { reason: 'good readings in a row', lasted: 5_000, example: '' },
  ];
  const lines = summary(aReport({ waits })).split('\n');
  const at = lines.indexOf('| replicas to catch up | 2m00s | 7 under-replicated partitions |');
  expect(at).toBeGreaterThan(0);
  expect(lines[at + 1]).toBe('| good readings in a row | 5.0s |  |');
  expect(summary(aReport())).not.toContain('Waited for');
});

describe('a completed cycle', () => {
  const text = summary(aReport({ certificates: [certificateOf(1)] }));

  test.each([
    '## ✅ Rolling reboot completed',
    'Cycle `cycle-1` · 3 restarted · 0 remaining · took 30m00s · slowest broker-1 (10m00s)',
    '| broker-1 | broker | eu-west-1a | `i-1` | restarted | 1m00s | 2m00s | 6m00s | 1m00s | 7 |',
    '```mermaid',
    '| broker-1 | `orders-0` | 2, 3 (minimum 2) | 2 of 3 (needs 2) |',
  ])('says %s', (line) => {
    expect(text.split('\n')).toContain(line);
  });

  test('has no section without content', () => {
    expect(summary(aReport({ nodes: [] }))).not.toMatch(/###|mermaid|undefined/);
  });

  test('says what an earlier run did, and that a cycle was continued', () => {
    const node = aReportedNode(1, { by: 'earlier-run', times: {} });
    const continued = summary(aReport({ resumed: true, nodes: [node] }));
    expect(continued).toContain('Cycle `cycle-1`, continued from an earlier run');
    expect(continued).toContain('| restarted by an earlier run | – | – | – | – | 7 |');
  });
});

test('a plan shows its steps, and one that does not end', () => {
  const lines = summary(aReport({ status: 'planned', cycle: null, nodes: [], plan: planOf(2) })).split('\n');
  expect(lines).toContain('| 1 | broker-0 | restart | +0.0s | 1m00s | it is next |');
  expect(lines).toContain('| 2 | broker-1 | restart | +1m00s | – | it is next |');
});

test('a node without partitions or votes has no numbers', () => {
  const certificate = { ...certificateOf(1), tightest: null, voters: null };
  expect(summary(aReport({ certificates: [certificate] }))).toContain('| broker-1 | – | – | – |');
});

describe('text from outside', () => {
  const evil = 'x | y <script>alert(1)</script>\n# head [a](http://b) ![c](d) `e` **f**';
  const inert = String.raw`x \| y &lt;script&gt;alert\(1\)&lt;/script&gt; \#${'\u200b'} head \[a\]\(http:${'\u200b'}//b\) \!\[c\]\(d\) \`e\` \*\*f\*\*`;

  test.each([
    ['a problem', summary(aReport({ problems: [{ ...problem, what: evil }] }))],
    ['a warning', summary(aReport({ warnings: [evil] }))],
    ['the reason of a step', summary(aReport({ plan: planOf(1, evil) }))],
  ])('%s is text, never markup', (_, text) => {
    expect(text).toContain(inert);
  });

  test('the cycle of a foreign record is code on one line', () => {
    expect(summary(aReport({ cycle: '`a`\n| b' }))).toContain(String.raw`Cycle ` + '`` `a` \\| b ``');
  });
});

describe('a summary stays below 1 MiB', () => {
  const ids = Array.from({ length: 1_000 }, (_, id) => id);
  const topic = '_'.repeat(249);
  const many = Array.from({ length: 20_000 }, () => ({ ...problem, what: 'x'.repeat(5_000) }));

  test.each([
    [
      'a cycle of 1,000 nodes',
      aReport({
        nodes: ids.map((id) => aReportedNode(id)),
        certificates: ids.map((id) => certificateOf(id, topic)),
      }),
    ],
    [
      'a plan of 1,000 nodes',
      aReport({
        status: 'planned',
        nodes: [],
        plan: planOf(1_000, `its tightest partition ${topic}-0 keeps 2 in-sync replicas (minimum 2)`),
      }),
    ],
    ['20,000 problems', aReport({ status: 'halted', problems: many, remaining: [nodeName('broker-1')] })],
    ['20,000 warnings', aReport({ warnings: many.map(({ what }) => what) })],
  ])('%s', (_, report) => {
    expect(Buffer.byteLength(summary(report))).toBeLessThan(MIB);
  });

  test('and says how many problems it leaves out', () => {
    expect(summary(aReport({ problems: many }))).toContain('- and 19900 more: see the report');
  });
});
