import { type Move, topicOf } from './moves.ts';
import { added, dropped, type PartitionReplicas } from './place-replicas.ts';
import type { ReplicaView } from './replica-view.ts';

/**
 * Why a partition must not lose the replicas that the plan chose: since then another broker may lead it, or those that
 * stay may be out of sync. null where it may. `minimum` is its min.insync.replicas; without end where it is not known.
 */
export function whyKept(move: Move, { topics }: ReplicaView, minimum: number): string | null {
  if (dropped(move).length === 0) return null;
  const { partition } = move;
  const found = topics.get(topicOf(move))?.partitions.find((each) => each.partition === partition);
  return found === undefined ? `partition ${String(partition)} cannot be seen` : doubt(found, move, minimum);
}

function doubt({ partition, leader, inSync }: PartitionReplicas, move: Move, minimum: number): string | null {
  const { after } = move;
  // Replicas that come are in sync before others go, and may lead.
  const comes = added(move).length;
  if (leader < 0 || (comes === 0 && !after.includes(leader))) {
    const who =
      leader < 0 ? 'no broker leads' : `broker ${String(leader)}, which would lose its replica, leads`;
    return `${who} partition ${String(partition)} now`;
  }
  const left = after.filter((id) => inSync.includes(id)).length + comes;
  const needed = Math.min(minimum, after.length);
  if (left >= needed) return null;
  const few = `${String(left)} of the ${String(after.length)} replicas that would be left`;
  return `only ${few} of partition ${String(partition)} are in sync now, and ${String(needed)} have to be`;
}
