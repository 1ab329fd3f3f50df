import { expect, test } from '@jest/globals';
import { Holds } from './hold.ts';
import { jsonAnswer } from './loopback-server.ts';

function caller(call: string, text = '') {
  const end = Promise.withResolvers<undefined>();
  return { call: { call, text, gone: end.promise }, hangUp: end.resolve };
}

function counted() {
  const work = { done: 0, answer: () => ((work.done += 1), jsonAnswer(200, 'done')) };
  return work;
}

test.each([
  { when: 'before', done: 0, status: 499 },
  { when: 'after', done: 1, status: 200 },
] as const)('a call that is held $when it is carried out ends with its caller', async (expected) => {
  const holds = new Holds();
  const [work, { call, hangUp }] = [counted(), caller('StopInstances')];
  holds.order({ call: 'StopInstances', when: expected.when });
  const answer = holds.around(call, work.answer);
  await holds.untilHeld();
  expect(work.done).toBe(expected.done);
  hangUp(undefined);
  expect((await answer).status).toBe(expected.status);
  expect(work.done).toBe(expected.done);
});

test('other calls and later ones pass', async () => {
  const holds = new Holds();
  const work = counted();
  holds.order({ call: 'CreateTags', when: 'before', about: 'intent' });
  await holds.around(caller('StartInstances', 'intent').call, work.answer);
  await holds.around(caller('CreateTags', 'Key=done').call, work.answer);
  expect(work.done).toBe(2);
  const held = caller('CreateTags', 'Key=intent');
  const dropped = holds.around(held.call, work.answer);
  await holds.untilHeld();
  held.hangUp(undefined);
  await dropped;
  await holds.around(caller('CreateTags', 'Key=intent').call, work.answer);
  expect(work.done).toBe(3);
});
