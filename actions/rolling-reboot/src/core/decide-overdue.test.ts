import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decide } from './decide.ts';
import type { Instance, InstanceState } from './node.ts';
import type { Seen } from './observation.ts';

const IDS = [1, 2, 3];

test('a flight that takes too long halts the cycle with the first three facts that were waited for', () => {
  const nodes = IDS.map((id) => aNode(id, { controller: true }));
  const flights = IDS.map((id) => aFlight(id, { since: NIGHT - SETTINGS.stopTimeout - 1 }));
  const four = [...flights, aFlight(4)];
  const seen = seenOf([1, 2, 3, 4], [], {
    instances: [1, 2, 3, 4].map((id) => anInstance(id, { state: 'stopping' })),
  });
  const decision = decide(seen, inCycle({ flights: four }), aSetting([...nodes, aNode(4)]));
  const waits = IDS.map((id) => `broker-${String(id)}`);
  expect(decision).toMatchObject({
    kind: 'halt',
    problems: [
      { where: 'broker-1 (i-1)', what: expect.stringMatching(new RegExp(`: .*${waits.join('.*; .*')}`)) },
    ],
    because: 'broker-1 took too long to stop',
  });
  expect(decision).not.toMatchObject({ problems: [{ what: expect.stringContaining('broker-4') }] });
});

describe('a node that is late to return', () => {
  const nodes = IDS.map((id) => aNode(id, { controller: true }));
  const late = aFlight(1, { phase: 'returning', since: NIGHT - SETTINGS.syncTimeout - 1 });
  const fixFor = (seen: Seen): string => {
    const decision = decide(seen, inCycle({ flights: [late] }), aSetting(nodes));
    return decision.kind === 'halt' ? (decision.problems[0]?.fix ?? '') : decision.kind;
  };
  const orders = aPartition(IDS);
  const instancesWith = (state: InstanceState): Instance[] =>
    IDS.map((id) => anInstance(id, id === 3 ? { state } : {}));

  test.each<[string, Seen, RegExp]>([
    ['for itself', seenOf(IDS, [{ ...orders, isr: [2, 3] }]), /raise sync-timeout/],
    ['for readings of a well cluster', seenOf(IDS, [orders]), /raise sync-timeout/],
    [
      'for an instance that leaves',
      seenOf(IDS, [orders], { instances: instancesWith('stopping') }),
      /^See to broker-3 first\. /,
    ],
    [
      'for one that is gone',
      seenOf(IDS, [orders], { instances: [1, 2].map((id) => anInstance(id)) }),
      /^See to broker-3 first\. /,
    ],
    [
      'for a replica of another broker',
      seenOf(IDS, [{ ...orders, isr: [1, 2] }]),
      /^See to partition orders-0 first\. /,
    ],
  ])('%s', (_, seen, fix) => {
    expect(fixFor(seen)).toMatch(fix);
  });
});
