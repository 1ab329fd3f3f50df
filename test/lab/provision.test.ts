import { expect, jest, test } from '@jest/globals';
import { provideKafka } from '../../lab/provision/kafka.ts';
import { provideMoto } from '../../lab/provision/moto.ts';

jest.setTimeout(300_000);

test('what was provided once is there at once, without a word', async () => {
  const first = await Promise.all([provideKafka('4.3.1', () => undefined), provideMoto(() => undefined)]);
  const lines: string[] = [];
  const tell = (line: string) => {
    lines.push(line);
  };
  const started = performance.now();
  const second = await Promise.all([provideKafka('4.3.1', tell), provideMoto(tell)]);
  expect(second).toEqual(first);
  expect(lines).toEqual([]);
  expect(performance.now() - started).toBeLessThan(500);
});
