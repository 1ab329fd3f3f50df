import { test } from '@jest/globals';
import { expectOnlyItsId } from './asked-of-another-cluster.ts';
import { expectTakenBack } from './cancelled-by-signal.ts';
import { expectResumed } from './killed-apply.ts';
import { expectEnded } from './killed-at-each-change.ts';
import type { RealCluster } from './topic-subjects.ts';

/** 8 MB twice, at 1 MB in a second; and some applies wait ten seconds for what the brokers may not show yet. */
const KILLED_MS = 300_000;

/** How an apply ends on real brokers that is refused, cancelled or killed. */
export function applyContract(given: () => RealCluster): void {
  test('to another cluster than the expected one asks for its id and for nothing else', () =>
    expectOnlyItsId(given().lab));

  test.each([
    ['killed after any of its changes is ended by the next one', expectEnded],
    ['cancelled while replicas move takes them back in time', expectTakenBack],
    ['killed while replicas move is ended by the next one', expectResumed],
  ])('that is %s', (_, expectWhole) => expectWhole(given()), KILLED_MS);
}
