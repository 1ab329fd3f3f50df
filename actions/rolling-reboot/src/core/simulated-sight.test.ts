import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messyClusters } from '../../../../test/arbitraries/clusters.ts';
import { clusterState } from './cluster-state.ts';
import { firstSight, inPhase, type NodePhase, sightAt } from './simulated-sight.ts';

const PHASES: readonly NodePhase[] = ['up', 'stopping', 'stopped', 'pending', 'catching-up'];

/** A cluster, and which node enters which phase, one after another. */
const histories = messyClusters.chain(({ nodes, seen }) =>
  fc.record({
    seen: fc.constant(seen),
    moves: fc.array(fc.tuple(fc.constantFrom(...nodes), fc.constantFrom(...PHASES)), { maxLength: 12 }),
  }),
);

test('what a sight says of all views together is what merging them says', () => {
  fc.assert(
    fc.property(histories, ({ seen, moves }) => {
      let sight = firstSight(seen);
      for (const [node, phase] of moves) {
        sight = inPhase(sight, node, phase);
        const shown = sightAt(sight, seen.at);
        const merged = clusterState({ ...shown, views: [...shown.views] });
        expect(merged).not.toBe(clusterState(shown));
        expect(clusterState(shown)).toEqual(merged);
      }
    }),
  );
});

test('a sight does not depend on what happened before, but on where the nodes are', () => {
  fc.assert(
    fc.property(histories, ({ seen, moves }) => {
      const last = new Map(moves.map(([node, phase]) => [node, phase]));
      const sightOf = (list: typeof moves): unknown =>
        sightAt(
          list.reduce((sight, [node, phase]) => inPhase(sight, node, phase), firstSight(seen)),
          0,
        );
      const normal = (shown: unknown): unknown =>
        JSON.parse(JSON.stringify(shown), (key, value: unknown) =>
          key === 'registered' && Array.isArray(value) ? value.toSorted() : value,
        );
      expect(normal(sightOf([...last]))).toEqual(normal(sightOf(moves)));
    }),
  );
});
