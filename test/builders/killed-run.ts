import type { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';

/** What a run dies of that is killed: nothing of it catches that. */
class Killed extends Error {}

/** Whether a run was killed, or came to its end. */
async function wasKilled(run: Promise<unknown>): Promise<boolean> {
  try {
    await run;
    return false;
  } catch (failure) {
    if (!(failure instanceof Killed)) throw failure;
    return true;
  }
}

/** Kills a run at its call of this number, before or after it is done; false when there are fewer. */
export async function killedAt(
  cluster: FakeTopicCluster,
  { call, moment }: { readonly call: number; readonly moment: 'before' | 'after' },
  run: () => Promise<unknown>,
): Promise<boolean> {
  let calls = 0;
  cluster.world[moment] = () => {
    calls += 1;
    if (calls === call) throw new Killed();
  };
  try {
    return await wasKilled(run());
  } finally {
    cluster.world[moment] = () => undefined;
  }
}
