import { describe, expect, test } from '@jest/globals';
import { NIGHT } from '../../../../test/builders/fleet.ts';
import { aReportedNode } from '../../../../test/builders/reboot-report.ts';
import { gantt } from './gantt.ts';
import type { ReportedNode } from './report.ts';

/** Mermaid refuses to draw a longer text. */
const MOST_CHARACTERS = 50_000;
const nodes = (count: number): ReportedNode[] => Array.from({ length: count }, (_, id) => aReportedNode(id));
const minute = (many: number): string => String(NIGHT + many * 60_000);

test('nothing is drawn where nothing happened', () => {
  expect(gantt([])).toBe('');
  expect(gantt([aReportedNode(1, { times: {} })])).toBe('');
});

test('each node has a bar for every step', () => {
  expect(gantt([aReportedNode(1)])).toBe(
    [
      '```mermaid',
      '---',
      'displayMode: compact',
      '---',
      'gantt',
      '  dateFormat x',
      '  axisFormat %H:%M:%S',
      '  section broker-1',
      `  stop : crit, ${minute(0)}, ${minute(1)}`,
      `  start : active, ${minute(1)}, ${minute(3)}`,
      `  catch up : ${minute(3)}, ${minute(9)}`,
      `  stable : done, ${minute(9)}, ${minute(10)}`,
      '```',
    ].join('\n'),
  );
});

test.each<[string, ReportedNode['times'], string[]]>([
  [
    'rebooted',
    { stopRequested: NIGHT, left: NIGHT + 5, running: NIGHT + 6, back: NIGHT + 7 },
    [
      `  reboot : crit, ${String(NIGHT)}, ${String(NIGHT + 5)}`,
      `  catch up : ${String(NIGHT + 6)}, ${String(NIGHT + 7)}`,
    ],
  ],
  [
    'in flight',
    { stopRequested: NIGHT, stopped: NIGHT + 5 },
    [`  stop : crit, ${minute(0)}, ${String(NIGHT + 5)}`],
  ],
  [
    'done at once',
    { stopRequested: NIGHT, stopped: NIGHT },
    [`  stop : crit, ${minute(0)}, ${String(NIGHT + 1)}`],
  ],
  [
    'after the clock was set back',
    { running: NIGHT, back: 5 },
    [`  catch up : ${minute(0)}, ${String(NIGHT + 1)}`],
  ],
])('a node %s', (_, times, bars) => {
  expect(
    gantt([aReportedNode(1, { times })])
      .split('\n')
      .slice(8, -1),
  ).toEqual(bars);
});

describe('many nodes', () => {
  test.each([150, 151, 1_000, 5_000])('%d of them stay in what Mermaid draws', (count) => {
    expect(gantt(nodes(count)).length).toBeLessThan(MOST_CHARACTERS);
  });

  test('have one bar each, with the node as its label', () => {
    const lines = gantt(nodes(151)).split('\n');
    expect(lines).toHaveLength(151 + 8);
    expect(lines[7]).toBe(`  broker-0 : ${minute(0)}, ${minute(10)}`);
  });
});
