import { expect, test } from '@jest/globals';
import { type LogLine, LogLines } from './log-lines.ts';

test.each([
  ['a command of GitHub', '::set-output name=status::completed', ': :set-output name=status::completed'],
  ['one behind spaces', ' \t\u00a0::error::no', ' \t\u00a0: :error::no'],
  ['one of the old form, anywhere', 'broker says ##[error]stop', 'broker says ## [error]stop'],
  ['lines that hold some', 'refused\r\n::add-mask::e\n##[group]x', 'refused ::add-mask::e ## [group]x'],
  ['other line ends', 'a\u2028::b\u0085::c\u000bd', 'a ::b ::c d'],
  ['a terminal in colours', 'a\u001b[2Jb', 'a [2Jb'],
  ['one that is read backwards', 'a\u202Edne\u2066', 'a\uFFFDdne\uFFFD'],
  ['what looks like one in the middle', '10:00 a::b', '10:00 a::b'],
])('%s is made inert', (_, text, shown) => {
  expect(new LogLines().info(text)).toBe(shown);
});

test('an annotation keeps its lines, each of them inert', () => {
  expect(new LogLines().annotation('error', 'Error: no\n  ::stop-commands::x\r\n##[endgroup]')).toBe(
    'Error: no\n  : :stop-commands::x\n## [endgroup]',
  );
});

test('secrets are blotted out: the longest first, and each line of a long one', () => {
  const lines = new LogLines();
  lines.hide('');
  lines.hide('hunter');
  lines.hide('hunter2');
  lines.hide('-----BEGIN KEY-----\nMIIEvQIBADAN\nQ=\n');
  expect(lines.info('hunter2, hunter: MIIEvQIBADAN Q=')).toBe('***, ***: *** Q=');
  expect(lines.annotation('warning', 'key:\n-----BEGIN KEY-----\nMIIEvQIBADAN\nQ=\n')).toBe('key:\n***');
});

test('a copy is kept of what is shown, not of what was said', () => {
  const [lines, kept] = [new LogLines(), [] as LogLine[]];
  lines.info('before');
  lines.copyTo((line) => kept.push(line));
  lines.hide('hunter2');
  const place = { file: 'a.yaml', line: 1, column: 2 };
  lines.info('login with hunter2\n::error::');
  lines.annotation('error', 'hunter2 is wrong', place);
  expect(kept).toEqual([
    { level: 'info', line: 'login with *** ::error::' },
    { level: 'error', line: '*** is wrong', place },
  ]);
});
