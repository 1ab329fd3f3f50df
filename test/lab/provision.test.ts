import { expect, jest, test } from '@jest/globals';
import { provide } from '../../lab/provision/provide.ts';

jest.setTimeout(300_000);

test('what was provided once is there at once, without a word', async () => {
  const first = await provide('4.3.1', () => undefined);
  const lines: string[] = [];
  const tell = (line: string) => {
    lines.push(line);
  };
  const started = performance.now();
  const second = await provide('4.3.1', tell);
  expect(second).toEqual(first);
  expect(lines).toEqual([]);
  expect(performance.now() - started).toBeLessThan(500);
});
