import fc from 'fast-check';
import type { LedgerRecord } from '../../actions/rolling-reboot/src/core/ledger.ts';
import { nodeName } from '../../actions/rolling-reboot/src/core/node.ts';

const time = fc.integer({ min: 0, max: 2 ** 45 });
const count = fc.integer({ min: 0, max: 100_000 });
const text = fc.string({ unit: 'grapheme' });
const node = fc.constantFrom('broker-1', 'controller-3001', 'zookeeper-2').map(nodeName);
const nodes = fc.array(node);
const entry = { cycle: text, at: time, run: text };

const times = fc.record(
  {
    stopRequested: time,
    stopped: time,
    left: time,
    startRequested: time,
    running: time,
    back: time,
    restarted: time,
  },
  { requiredKeys: [] },
);

const certificate = fc.record({
  node,
  at: time,
  tightest: fc.option(fc.record({ topic: text, partition: count, left: fc.array(count), minimum: count })),
  voters: fc.option(fc.record({ left: count, of: count, needed: count })),
});

const stateOf = <S extends LedgerRecord['state']>(state: S): fc.Arbitrary<S> => fc.constant(state);

/** Whatever a run may write. */
export const ledgerRecords: fc.Arbitrary<LedgerRecord> = fc.oneof(
  fc.record({ ...entry, state: stateOf('cycle-opened'), nodes, selection: text }),
  fc.record({ ...entry, state: stateOf('topics'), names: fc.array(text) }),
  fc.record({
    ...entry,
    state: stateOf('stopping'),
    node,
    certificate,
    launchTime: time,
    expires: time,
    by: fc.constantFrom('stop-start', 'reboot'),
  }),
  fc.record({ ...entry, state: stateOf('stopped'), node, underReplicated: count }),
  fc.record({ ...entry, state: stateOf('left'), node }),
  fc.record({ ...entry, state: stateOf('restarted'), node, times, underReplicatedPeak: count }),
  fc.record({ ...entry, state: stateOf('not-stopped'), node }),
  fc.record({ ...entry, state: stateOf('cycle-halted'), because: text }),
  fc.record({ ...entry, state: stateOf('cycle-paused'), because: text }),
  fc.record({ ...entry, state: stateOf('cycle-abandoned'), because: text }),
  fc.record({ ...entry, state: stateOf('cycle-closed'), restarted: nodes }),
);
