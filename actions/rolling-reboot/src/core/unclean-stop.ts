import type { NodeName } from './node.ts';

/** `observers` are the brokers that still had the node when EC2 said stopped. */
export function describeUncleanStop(node: NodeName, observers: readonly number[]): string {
  const who = observers.length === 1 ? 'broker' : 'brokers';
  return (
    `${node} did not shut down cleanly: EC2 says stopped, and ${who} ${observers.join(', ')} still had it as a member. ` +
    'It may have to read its logs through, so it gets twice sync-timeout, and it is not stopped again. ' +
    'Give its service more time to stop (TimeoutStopSec)'
  );
}
