import { describe, expect, test } from '@jest/globals';
import { killedAt } from '../../../test/builders/killed-run.ts';
import { apply, MIB, sync, throttleByOthers, throttlesOf } from '../../../test/builders/moved-topic.ts';
import { placedFile, rackedWorld } from '../../../test/builders/racked-topic.ts';

const RACKS = ['a', 'a', 'b', 'b'];
const CROWDED = [
  [1, 2],
  [1, 2],
  [1, 2],
  [1, 3],
];

describe.each(['before', 'after'] as const)('killed %s each call while replicas are spread', (moment) => {
  test.each([
    ['rack-aware', 1],
    ['rack-aware', 10],
    ['balanced', 1],
    ['balanced', 2],
  ])('%s, %i at a time: the next apply goes on with the reviewed plan', async (placement, maxMoving) => {
    const files = placedFile(placement, [4, 2]);
    const moving = { throttle: 5 * MIB, maxMoving, timeoutMs: 60_000, stateTopic: '_rolling-reboot' };
    const inputs = { ...apply, moving };
    for (let call = 1; ; call += 1) {
      const cluster = rackedWorld(RACKS, CROWDED);
      throttleByOthers(cluster);
      const before = throttlesOf(cluster);
      const { digest: expectDigest } = await sync(cluster, files, { ...inputs, command: 'plan' });
      const killed = await killedAt(cluster, { call, moment }, () => sync(cluster, files, inputs));
      const result = await sync(cluster, files, { ...inputs, expectDigest });
      expect(['applied', 'in-sync']).toContain(result.status);
      const racks = cluster.world.replicasOf('posts').map((held) => held.map((id) => RACKS[id - 1]).sort());
      expect(racks).toEqual(Array(4).fill(['a', 'b']));
      expect(throttlesOf(cluster)).toEqual(before);
      if (!killed) break;
    }
  });
});

test('a reassignment of somebody else, who takes away another replica than ours would, is not ended', async () => {
  const cluster = rackedWorld(RACKS, CROWDED);
  cluster.world.looks = 1_000_000;
  await killedAt(cluster, { call: 14, moment: 'after' }, () =>
    sync(cluster, placedFile('rack-aware', [4, 2]), apply),
  );
  const [key, running] = [...cluster.world.running][0] ?? [];
  if (key === undefined || running === undefined) throw new Error('nothing moves');
  const others = running.before.filter((id) => !running.removing.includes(id));
  cluster.world.running.set(key, { ...running, removing: others });
  await sync(cluster, placedFile('unmanaged', [4, 2]), apply);
  expect([...cluster.world.running.keys()]).toEqual([key]);
});
