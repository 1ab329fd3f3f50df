import { expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { eachFailure, type FailedRun } from '../../../test/builders/each-failure.ts';
import { FakeImageWorld } from '../../../test/fakes/fake-image-world.ts';

/** Whatever changes a registry. */
const WRITES = / (put|upload|attach|mount|create) /;

const rule = (isKept: boolean, what: string): string[] => (isKept ? [] : [what]);

/** What must hold wherever a build is cut off. */
function wrongIn({ world, ended }: FailedRun): string[] {
  const tags = { ...world.tags('west'), ...world.tags('east') };
  const isTagged = Object.keys(tags).length > 0;
  const isWhole = [world.tags('west'), world.tags('east')].every(({ v1 }) => v1 !== undefined);
  const isPushed = world.calls.changed.some((each) => WRITES.test(each));
  if (ended instanceof WorldFailure)
    return [...rule(!isPushed, 'pushed without a report'), ...rule(!isTagged, 'tagged without a report')];
  return [
    ...rule(!isTagged || ended.scan?.outcome === 'passed', 'tagged, and not proved'),
    ...rule((ended.status === 'pushed') === isWhole, `told as ${ended.status}`),
  ];
}

/** The next run of the same job completes what was cut off. */
async function incompleteAfter(
  { world }: FailedRun,
  raw: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { status, because } = await world.run(raw);
  const [{ v1: west }, { v1: east }] = [world.tags('west'), world.tags('east')];
  return rule(west !== undefined && west === east, `not completed: ${status}: ${because}`);
}

test.each([{}, { 'content-hash': 'off' }])(
  'a call that fails, whichever it is, leaves no tag that is not proved, and the next run completes it: %j',
  async (raw) => {
    const { calls, wrong } = await eachFailure(
      () => Promise.resolve(new FakeImageWorld()),
      (world) => world.run(raw),
      async (run) => [...wrongIn(run), ...(await incompleteAfter(run, raw))],
    );
    expect(wrong).toEqual([]);
    expect(calls).toBeGreaterThan(50);
  },
);
