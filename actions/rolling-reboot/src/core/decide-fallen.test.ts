import { expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, aView, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle } from '../../../../test/builders/progress.ts';
import { decideFlights } from './decide-flights.ts';
import type { FlightPhase } from './progress.ts';

const IDS = [1, 2, 3];
const ORDERS = aPartition(IDS);
const NODES = IDS.map((id) => aNode(id, { controller: true }));

/** Somebody else stopped the instance of node 3, and node 1 is in flight. */
function decideIn(phase: FlightPhase, nodes = NODES): ReturnType<typeof decideFlights> {
  const instances = IDS.map((id) => anInstance(id, id === 3 ? { state: 'stopped' } : {}));
  const views = [1, 2].map((id) => aView(id, [1, 2], [{ ...ORDERS, isr: [1, 2] }]));
  const seen = seenOf(IDS, [ORDERS], { instances, views });
  return decideFlights(seen, inCycle({ flights: [aFlight(1, { phase })] }), aSetting(nodes));
}

test.each(['stopping', 'starting', 'rebooting'] as const)(
  'while the own node is %s nothing else is started',
  (phase) => {
    expect(decideIn(phase)).toBeUndefined();
  },
);

test('once the own node runs again, what somebody else stopped is started, too', () => {
  expect(decideIn('returning')).toMatchObject({
    kind: 'start',
    nodes: [{ name: 'broker-3' }],
    because: "somebody else stopped broker-3, and this run's own nodes run again",
  });
});

test('but not what the operator parked', () => {
  const parked = NODES.map((node) => ({ ...node, parked: node.id === 3 }));
  expect(decideIn('returning', parked)).toBeUndefined();
});
