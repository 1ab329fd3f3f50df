import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Change, RISKS } from './operation.ts';
import { renderComment } from './comment.ts';
import { describeOperation } from './describe.ts';
import { planned } from './conclude.ts';
import type { KeptOverride, UnknownTopic } from './plan.ts';
import type { OtherTopic } from './other-topics.ts';
import type { TopicName } from './topic.ts';

/** What a reader must not overlook. */
const isGrave = ({ risk, blocked, standing }: Change): boolean =>
  risk !== 'safe' || blocked !== null || standing?.kind === 'conflict';

const MARKER = '<!-- topic-sync comment of prod -->';
const RUN = 'https://github.test/o/r/actions/runs/1';
const origin = { marker: MARKER, environment: 'prod', headSha: 'a'.repeat(40), runUrl: RUN };
const place = { file: 'topics/x.yaml', line: 1, column: 1 };
/** What somebody writes who wants to be more than text. */
const HOSTILE = [
  ...[MARKER, '<!--', '-->', '```', '~~~', '|', '\\|', '\\', '\n', '\r\n::error::x', '@team', '<details>'],
  ...['`', '[x](http://x)', '# x', '#17', '&lt;', '\u2028', '| --- |', '😀', 'www.x.org', '\u202E', '\u2067'],
];
const words = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 20 })), {
  maxLength: 12,
});
const hostileText = words.map((parts) => parts.join(''));

interface Shape {
  readonly count: number;
  readonly text: string;
  readonly long: number;
  readonly harmfulOf10: number;
}

/** `a-17.aaaa…`: no name begins another one. */
const nameOf = (index: number, long: number): TopicName =>
  `t-${String(index)}.${'a'.repeat(long)}` as TopicName;

function changeOf(index: number, { text, long, harmfulOf10 }: Shape): Change {
  const harms = index % 10 < harmfulOf10;
  return {
    operation: {
      ...({ kind: 'set-config', topicId: 'id', before: null, sensitive: false } as const),
      topic: nameOf(index, long),
      name: index % 7 === 0 ? text : 'retention.ms',
      after: text,
    },
    because: text,
    risk: harms ? (RISKS[1 + (index % 4)] ?? 'slow') : 'safe',
    riskBecause: harms ? text : null,
    blocked: harms && index % 3 === 0 ? { because: text, fix: text } : null,
    notValidated: index % 5 === 0 ? text : null,
    standing: null,
    place,
  };
}

const shapes = fc.record({
  count: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constantFrom(300, 900, 2_000)),
  text: hostileText,
  long: fc.constantFrom(0, 10, 100, 240),
  harmfulOf10: fc.integer({ min: 0, max: 10 }),
  others: fc.constantFrom(0, 3, 300),
});

function commentOf(shape: Shape & { readonly others: number }): { changes: Change[]; comment: string } {
  const changes = Array.from({ length: shape.count }, (_, index) => changeOf(index, shape));
  const others = Array.from({ length: shape.others }, (_, index) => `o-${String(index)}` as TopicName);
  const { text: because } = shape;
  const kept = others.map((topic): KeptOverride => ({ topic, name: 'x', value: because, because }));
  const unknown = others.map((topic): UnknownTopic => ({ topic, because, place }));
  const warnings = others.map((where) => ({ where, what: because, fix: because }));
  const listed = others.map((topic): OtherTopic => ({ topic, kind: 'unmanaged', because }));
  const sincePreview = changes
    .filter((change) => !isGrave(change))
    .map(({ operation }) => ({ kind: 'new', operation, because }) as const);
  const plan = { clusterId: because, declared: 1, changes, kept, unknown, warnings, others: listed };
  const identity = { environment: 'prod', clusterId: because, policies: '', operations: [] };
  return {
    changes,
    comment: renderComment(planned({ plan, digest: 'sha256:0', identity, warnings, sincePreview }), origin),
  };
}

/** The cells of a row as GitHub parts them: a bar after a backslash is text. */
const cells = (line: string): number => line.replace(/\\[\\|`]/g, '').split('|').length - 2;

function brokenTables(comment: string): string[] {
  const blocks = comment
    .trimEnd()
    .split('\n\n')
    .filter((block) => block.includes('\n|') || block.startsWith('|'));
  return blocks.flatMap((block) => {
    const [head = '', rule = '', ...rows] = block.split('\n');
    const isWhole = (row: string): boolean => row.endsWith(' |') && cells(row) === cells(head);
    return /^\|( --- \|)+$/.test(rule) ? [rule, ...rows].filter((row) => !isWhole(row)) : [block];
  });
}

describe('of any plan, the comment', () => {
  const holds = (judge: (made: ReturnType<typeof commentOf>) => void): void => {
    fc.assert(
      fc.property(shapes, (shape) => {
        judge(commentOf(shape));
      }),
      { numRuns: 20 },
    );
  };

  test('fits, its tables are whole and nothing but its beginning is its marker', () => {
    holds(({ comment }) => {
      expect(comment.length).toBeLessThan(65_536);
      expect(brokenTables(comment)).toEqual([]);
      expect(comment.startsWith(`${MARKER}\n`)).toBe(true);
      expect(comment.split('<!--')).toHaveLength(2);
    });
  });

  test('holds no fence, no HTML, no mention and no command to the runner', () => {
    holds(({ comment }) => {
      const text = comment.slice(MARKER.length).replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
      expect(text).not.toMatch(/^ {0,3}(```|~~~|::|#{1,2}[^# ])/m);
      expect(text).not.toMatch(/<|@\w|(?<!\\)#\d/);
      expect(comment).not.toMatch(/\p{Bidi_Control}/u);
    });
  });

  test('names every change that can harm, or says at the top how many do not fit by name', () => {
    holds(({ changes, comment }) => {
      const grave = changes.filter(isGrave);
      const missing = grave.filter(({ operation }) => !comment.includes(operation.topic));
      if (missing.length === 0) return;
      const names = grave.reduce((size, { operation }) => size + operation.topic.length + 4, 0);
      expect(names).toBeGreaterThan(45_000);
      expect(/⚠️ (\d+) change/.exec(comment)?.[1]).toBe(String(missing.length));
    });
  });
});

test('5,000 changes, all of which can harm: each is named', () => {
  const { comment, changes } = commentOf({ count: 5_000, text: 'x', long: 0, harmfulOf10: 10, others: 0 });
  expect(comment).not.toContain('⚠️');
  expect(changes.filter(({ operation }) => !comment.includes(`\`${operation.topic}\``))).toEqual([]);
});

test('where they fit, changes that can harm come first, each with its reason', () => {
  const { comment, changes } = commentOf({ count: 2_000, text: 'why', long: 5, harmfulOf10: 1, others: 3 });
  const grave = changes.filter(isGrave);
  const rows = comment
    .split('\n')
    .filter((line) => line.includes('why → ') || line.includes('no override → why'));
  expect(rows.slice(0, grave.length).filter((row) => !/[🟡🟠🔴]/u.test(row))).toEqual([]);
  for (const { operation } of grave.slice(0, 3)) expect(comment).toContain(describeOperation(operation));
  expect(comment).toMatch(new RegExp(`more safe changes: see \\[the full plan\\]\\(${RUN}\\)`));
});

test('a plan without a change says so', () => {
  const { comment } = commentOf({ count: 0, text: 'x', long: 0, harmfulOf10: 0, others: 0 });
  expect(comment).toContain('The cluster is as the files say.');
  expect(comment).toContain(`[the run](${RUN})`);
  expect(comment).toContain(`commit \`${'a'.repeat(40)}\``);
});
