import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

const SOURCE = `export const blocked = (broker: number): string =>
  \`broker \${String(broker)} gives no answer, \` + 'and unknown is not healthy';
`;
const page = (...messages: readonly string[]): string =>
  ['# Help', '', '| message | cause |', '| --- | --- |', ...messages.map((each) => `| ${each} | x |`)].join(
    '\n',
  );

describe('what the pages say', () => {
  const project = scratchProject({
    'lib/core/blocked.ts': SOURCE,
    'lib/core/blocked.test.ts': "export const only = 'this is said by a test alone';\n",
    'README.md': '# A scratch\n\n## What `it` does, in short\n\nnothing',
  });
  const check = (): ReturnType<typeof project.run> => project.run('scripts/check-docs.ts');

  test('messages that the sources write pass, with holes for values and over joined texts', async () => {
    project.write({
      'docs/troubleshooting.md': page(
        '`broker … gives no answer, and unknown is not healthy`',
        '`unknown is not healthy`',
      ),
    });
    expect(await check()).toMatchObject({ code: 0 });
  });

  test.each([
    ['that nobody writes', '`broker … is fine, thank you`', 'is no message of the sources'],
    ['with its value left out', '`broker gives no answer`', 'is no message of the sources'],
    ['of a test', '`this is said by a test alone`', 'is no message of the sources'],
    ['of holes', '`… … …`', 'holds too little text'],
    ['that is not marked', 'unknown is not healthy', 'not in code font'],
  ])('a message %s fails, with its line', async (_, message, says) => {
    project.write({ 'docs/troubleshooting.md': page(message) });
    const { code, output } = await check();
    expect(output).toContain('docs/troubleshooting.md:5');
    expect(output).toContain(says);
    expect(code).toBe(1);
  });

  test.each([
    ['a page without a table', '# Help\n', 'it quotes no message'],
    [
      'a link to nothing',
      `${page('`unknown is not healthy`')}\n\n[x](../nothing.md)\n`,
      '../nothing.md is not there',
    ],
    [
      'a heading that is none',
      `${page('`unknown is not healthy`')}\n\n[x](../README.md#gone)\n`,
      'no heading #gone',
    ],
  ])('%s fails', async (_, text, says) => {
    project.write({ 'docs/troubleshooting.md': text });
    expect(await check()).toMatchObject({ code: 1, output: expect.stringContaining(says) });
  });

  test('links to files, to headings, to other sites and in code pass', async () => {
    const links =
      '[a](../README.md#what-it-does-in-short) [b](#help) [c](https://example.org) `[d](nothing)`';
    project.write({ 'docs/troubleshooting.md': `${page('`unknown is not healthy`')}\n\n${links}\n` });
    expect(await check()).toMatchObject({ code: 0 });
  });
});
