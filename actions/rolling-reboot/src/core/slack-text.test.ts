import { expect, test } from '@jest/globals';
import { aCycle } from '../../../../test/builders/progress.ts';
import { aReport } from '../../../../test/builders/reboot-report.ts';
import { nodeName } from './node.ts';
import { closedText, haltedText, openedText } from './slack-text.ts';

const HERE = { cluster: 'events', runUrl: 'https://github.example/run/1' };
const CYCLE = aCycle();
const EVIL = '<!channel> & <https://evil.example|click>\n:octagonal_sign: forged';
const INERT = '&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt; :octagonal_sign: forged';
const problem = { where: 'topic logs', what: 'it is in the way', fix: 'Move it.' };

test('opened: what, where, how many', () => {
  expect(openedText(CYCLE, 3, HERE)).toBe(
    ':arrows_counterclockwise: Rolling reboot of *events* (<https://github.example/run/1|run>) begins: 3 nodes to go, cycle cycle-1',
  );
});

test('continued, outside GitHub', () => {
  expect(openedText({ ...CYCLE, resumed: true }, 1, { ...HERE, runUrl: '' })).toContain(
    'of *events* continues: 1 nodes',
  );
});

test('closed: the totals', () => {
  expect(closedText(aReport(), HERE)).toContain(
    'completed: 3 nodes restarted, this run took 30m00s, cycle cycle-1',
  );
  expect(closedText(aReport({ cycle: null, nodes: [] }), HERE)).toContain('0 nodes restarted');
});

test('halted: the problems, five at most, each on its line', () => {
  const remaining = [nodeName('broker-1')];
  const problems = Array.from({ length: 9 }, () => problem);
  const lines = haltedText(aReport({ status: 'halted', remaining, problems }), HERE).split('\n');
  expect(lines).toHaveLength(7);
  expect(lines[0]).toContain('halted, 1 nodes remain');
  expect(lines[1]).toBe('• topic logs: it is in the way. Move it.');
  expect(lines[6]).toBe('… and 4 more');
});

test.each([
  ['a cluster', openedText(CYCLE, 1, { cluster: EVIL, runUrl: '' })],
  ['a cycle of the state topic', openedText({ ...CYCLE, id: EVIL }, 1, HERE)],
  ['a closed cycle', closedText(aReport({ cycle: EVIL }), HERE)],
  ['a problem', haltedText(aReport({ problems: [{ ...problem, what: EVIL }] }), HERE)],
])('%s is text, never a link, a mention or a line of its own', (_, text) => {
  expect(text).toContain(INERT);
  expect(text).not.toContain('<!channel>');
});
