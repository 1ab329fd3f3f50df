import type { Report } from '../../actions/build-push/src/core/report.ts';
import { RegistryFailure } from '../../lib/core/registry-failure.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import type { FakeImageWorld } from '../fakes/fake-image-world.ts';

/** A run in which one call failed. */
export interface FailedRun {
  readonly world: FakeImageWorld;
  readonly call: string;
  /** Its report, or what it threw. */
  readonly ended: Report | WorldFailure;
}

const AWAY = new RegistryFailure('unreachable', 'the registry is away.');

/**
 * Runs in new worlds in which the first call fails, then the second, and so on, until there is no such call; how many
 * there were, and all that `wrongIn` finds in any of them.
 */
export async function eachFailure(
  begin: () => Promise<FakeImageWorld>,
  act: (world: FakeImageWorld) => Promise<Report>,
  wrongIn: (run: FailedRun) => Promise<readonly string[]>,
): Promise<{ readonly calls: number; readonly wrong: readonly string[] }> {
  const wrong: string[] = [];
  for (let at = 1; ; at += 1) {
    const world = await begin();
    let failed: string | undefined;
    world.calls.failureOf = (call, what) => {
      if (call !== at) return undefined;
      failed = what;
      return AWAY;
    };
    const ended = await act(world).catch(worldFailure);
    if (failed === undefined) return { calls: at - 1, wrong };
    world.calls.failureOf = () => undefined;
    const call = failed;
    const found = await wrongIn({ world, call, ended });
    wrong.push(...found.map((each) => `${call}: ${each}`));
  }
}

function worldFailure(failure: unknown): WorldFailure {
  if (failure instanceof WorldFailure) return failure;
  throw failure;
}
