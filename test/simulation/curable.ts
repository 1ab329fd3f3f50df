import type { FakePartition } from '../fakes/fake-kafka.ts';
import type { Scenario } from './scenario-shape.ts';

/** Whether the cycle must get done in the end: faults pass, but not everything is for the action to mend. */
export function isCurable({ shape, inputs, faults }: Scenario): boolean {
  const created = faults.flatMap((fault) => (fault.kind === 'topic-created' ? [fault.partition] : []));
  // A topic that can spare no replica does not change.
  const sparesOne = ({ replicas, minimum }: FakePartition): boolean =>
    replicas.length - 1 >= Math.max(minimum, 1) + inputs.extraReplicas;
  const isPossible = inputs.unsafe === 'allow' || [...shape.partitions, ...created].every(sparesOne);
  // Whoever stopped a node has to try again when EC2 does not start it.
  const isLeftAlone = inputs.recover !== 'all' && faults.some(({ kind }) => kind === 'failing-starts');
  return isPossible && !isLeftAlone;
}
