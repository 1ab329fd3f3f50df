import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askZooKeeper } from '../../lib/adapters/zookeeper/ask-zookeeper.ts';
import { parseHostPort } from '../../lib/core/host-port.ts';
import type { Lab } from '../../lab/lab.ts';
import { stateRecords, underReplicated } from './lab-kafka.ts';
import { RebootBench } from './reboot-bench.ts';

const MINUTES = 60_000;

let lab: Lab;
let bench: RebootBench;

beforeAll(async () => {
  bench = await RebootBench.open({ mode: 'zookeeper' });
  lab = bench.lab;
}, 10 * MINUTES);

afterAll(() => bench.close());

/** The name of the ensemble's leader, as the servers say it. */
async function leader(): Promise<string | undefined> {
  const addresses = (lab.zookeeperConnect ?? '').split(',').flatMap((text) => parseHostPort(text) ?? []);
  const servers = (await askZooKeeper(addresses, 5_000)).flatMap(({ answer }) =>
    answer.kind === 'serves' ? [answer.server] : [],
  );
  const leading = servers.find(({ mode }) => mode === 'leader');
  return leading && `zookeeper-${String(leading.id)}`;
}

test(
  'every broker, then every ZooKeeper server once, the leader last; killed meanwhile it starts what is down and goes on',
  async () => {
    await using witness = await bench.witness();
    const first = await bench.start({
      onLine: (line) => {
        if (/waiting for zookeeper-\d to stop/.test(line)) first.child.kill('SIGKILL');
      },
    });
    expect((await first.finished).exitCode).toBe(137);
    const before = await bench.moves();
    expect(before).toHaveLength(7);
    const killed = before.at(-1)?.split(' ')[1] ?? '';

    let ledLast: Promise<string | undefined> | undefined;
    const again = await bench.run({
      onLine: (line) => {
        // Five are finished in the end: whoever leads now is the one that is left.
        if (/ stop zookeeper-\d/.test(line)) ledLast = leader();
      },
    });
    expect(again.outputs['status']).toBe('completed');
    const moves = await bench.moves();
    expect(moves[7]).toBe(`StartInstances ${killed}`);
    const stops = moves.filter((_, index) => index % 2 === 0).map((move) => move.split(' ')[1] ?? '');
    expect(moves).toEqual(stops.flatMap((name) => [`StopInstances ${name}`, `StartInstances ${name}`]));
    expect(stops.toSorted()).toEqual(lab.nodes.map(({ identity }) => identity as string).toSorted());
    expect(stops.slice(0, 3).every((name) => name.startsWith('broker-'))).toBe(true);
    expect(stops.at(-1)).toBe(await ledLast);
    const records = await stateRecords(lab, '_rolling-reboot');
    const voters = records.flatMap(({ state, certificate }) =>
      state === 'stopping' ? [certificate?.voters?.left] : [],
    );
    expect(voters.slice(3)).toEqual([2, 2, 2]);
    expect(new Set(records.map(({ cycle }) => cycle))).toEqual(new Set([again.outputs['cycle-id']]));
    const ends = records.map(({ state }) => state).filter((state) => state.startsWith('cycle-'));
    expect(ends).toEqual(['cycle-opened', 'cycle-closed']);
    expect(await witness.finish()).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(await underReplicated(lab)).toBe(0);
    expect(again.summary).toContain('| zookeeper-1 | zookeeper |');
  },
  6 * MINUTES,
);
