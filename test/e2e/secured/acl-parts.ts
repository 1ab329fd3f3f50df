import type { Acl } from '../../../actions/topic-sync/src/core/permissions/acls.ts';
import type { Right } from '../../../actions/topic-sync/src/core/permissions/rights.ts';
import type { Grant } from '../../../lab/grant-acls.ts';
import { STATE_TOPIC, VERIFY_TOPIC } from './rights-topics.ts';

/** A printed ACL as the lab grants it. */
export const grantOf = ({ resource, name, pattern, operations }: Omit<Acl, 'because'>): Grant => ({
  resource,
  name,
  pattern,
  operations: operations.map(
    (operation) => operation.replace(/(?!^)[A-Z]/, '_$&').toUpperCase() as Grant['operations'][number],
  ),
});

/** The topics that lines of the table are about which are not for all of them. */
const OWN = new Map<Right['on'], string>([
  ['tombstoned', 'rights-gone'],
  ['state-topic', STATE_TOPIC],
  ['verify-topic', VERIFY_TOPIC],
  ['offsets-topic', '__consumer_offsets'],
]);

/** The part of the ACLs that one line of the table is the reason for. */
export function partFor({ on, operation }: Right, acls: readonly Acl[]): Grant[] {
  const isMeant = ({ resource, name }: Acl): boolean => {
    if (on === 'cluster' || on === 'group') return resource === on;
    const own = OWN.get(on);
    return own === undefined ? resource === 'topic' && ![...OWN.values()].includes(name) : name === own;
  };
  return acls.filter(isMeant).map((acl) => grantOf({ ...acl, operations: [operation] }));
}
