import { describe, expect, test } from '@jest/globals';
import { code, escapeMarkdown, table } from './markdown.ts';

describe('a text from outside is inert', () => {
  test.each([
    ['a | b', String.raw`a \| b`],
    ['<img src=x> & co', '&lt;img src=x&gt; &amp; co'],
    ['**bold** _it_ ~~no~~', String.raw`\*\*bold\*\* \_it\_ \~\~no\~\~`],
    ['[a](http://b)', '\\[a\\]\\(http:\u200b//b\\)'],
    ['![a](http://b)', '\\!\\[a\\]\\(http:\u200b//b\\)'],
    ['see HTTPS://b and www.b', 'see HTTPS:\u200b//b and www\u200b.b'],
    ['`code`', '\\`code\\`'],
    ['back\\slash', String.raw`back\\slash`],
    ['one\r\n\r\ntwo\n# three', 'one two \\#\u200b three'],
    ['#17', '\\#\u200b17'],
    ['GH-17', 'GH-\u200b17'],
    ['@team', '@\u200bteam'],
    ['keep \u202Eeteled\u202C \u2066x\u2069', 'keep \uFFFDeteled\uFFFD \uFFFDx\uFFFD'],
    ['plain: text, 1.5 - ok', 'plain: text, 1.5 - ok'],
    ['', ''],
  ])('%j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

describe('a text in code font', () => {
  test.each([
    ['plain', '`plain`'],
    ['a|b', '`a\\|b`'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    ['two\nlines', '`two lines`'],
    ['\u202Esm.noitneter', '`\uFFFDsm.noitneter`'],
    ['<!-- x -->', '`<\u200b!-- x -->`'],
    ['a\\|b', '`a\\\u200b\\|b`'],
  ])('%j', (text, shown) => {
    expect(code(text)).toBe(shown);
  });
});

test('a table has a head, a line and a row each', () => {
  expect(
    table(
      ['a', 'b'],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ),
  ).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |');
  expect(table(['a'], [])).toBe('| a |\n| --- |');
});
