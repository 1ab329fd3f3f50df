import { aclsFor } from '../../../actions/topic-sync/src/core/permissions/acls.ts';
import { iamPolicy } from '../../../actions/topic-sync/src/core/permissions/iam-policy.ts';
import { policyOf, type PolicyDocument } from './policy-document.ts';
import type { PolicySettings } from './policy-settings.ts';
import { NEVER_DESTROY } from './never-destroy.ts';
import { seeRepositories } from './registry-policies.ts';

/**
 * The rights in Kafka where they are IAM's: in Amazon MSK. They are those of `command: permissions`, on the topics that
 * `include` names or else on all: a policy that named each topic would have to be changed before every new one.
 * Elsewhere the role is one to be known by: it may ask who it is, which the account guard does and needs no right for.
 * The one that plans looks for the drift of the repositories too.
 */
export function topicsPolicy(settings: PolicySettings, role: 'plan' | 'apply'): PolicyDocument {
  const { cluster, include, ...work } = settings.topics;
  const look = role === 'plan' ? seeRepositories(settings) : [];
  if (cluster === undefined) return policyOf([...look, NEVER_DESTROY]);
  const names = include.length === 0 ? ['*'] : [...include];
  const acls = aclsFor(role, { topics: names, tombstoned: names, include, ...work });
  const statements = iamPolicy(acls, cluster).Statement.map((statement, index) => ({
    Sid: `Kafka${String(index + 1)}`,
    ...statement,
  }));
  return policyOf([...look, ...statements, NEVER_DESTROY]);
}
