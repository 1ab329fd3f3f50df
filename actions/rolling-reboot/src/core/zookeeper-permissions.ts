import { allowed, type Permission, type Probed, refused, unknown, worstOf } from './permission.ts';
import type { ServerSight } from './server-sight.ts';

/** What the servers of the ensemble tell us, by one look at each of them; nothing where there is none. */
export function zookeeperPermissions(sights: readonly ServerSight[]): Permission[] {
  if (sights.length === 0) return [];
  const all = `by ${String(sights.length)} servers`;
  const row = (word: string, neededFor: string, judge: (sight: ServerSight) => Probed): Permission => ({
    permission: `ZooKeeper: ${word}`,
    neededFor,
    probed: worstOf(sights.map(judge), all),
    fix: FIX,
  });
  return [
    row('srvr', 'see which servers follow and lead', answersSrvr),
    row('mntr', 'count who is in sync with the leader', answersMntr),
  ];
}

const FIX =
  'Write 4lw.commands.whitelist=srvr,mntr into zoo.cfg of every server, and let this machine reach the addresses of zookeeper-connect.';

function answersSrvr({ address, answer }: ServerSight): Probed {
  switch (answer.kind) {
    case 'serves':
      return allowed(address);
    case 'idle':
      return refused(`${address}: ${answer.reason}`);
    case 'silent':
      return unknown(`${address}: ${answer.reason}`);
  }
}

/** Who does not tell what it is tells no numbers either. */
function answersMntr(sight: ServerSight): Probed {
  const { address, answer } = sight;
  if (answer.kind !== 'serves') return unknown(`${address}: it was not found out`);
  const { uncounted } = answer.server;
  return uncounted === undefined ? allowed(address) : refused(`${address}: ${uncounted}`);
}
