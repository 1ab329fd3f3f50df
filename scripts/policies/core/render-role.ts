import type { PolicyDocument, RolePolicies } from './policy-document.ts';
import type { PolicySettings } from './policy-settings.ts';
import type { Purpose } from './purpose.ts';
import { rebootPolicy } from './reboot-policy.ts';
import { buildPolicy, deployPolicy } from './registry-policies.ts';
import { topicsPolicy } from './topics-policy.ts';
import { trustPolicy } from './trust-policy.ts';

/** The roles of an environment, each with what it may and who may take it. */
export const renderRoles = (settings: PolicySettings): ReadonlyMap<Purpose, RolePolicies> =>
  new Map(
    [...settings.roles].map(([purpose, arn]) => [
      purpose,
      { arn, trust: trustPolicy(settings, purpose), policy: permissionsOf(settings, purpose) },
    ]),
  );

function permissionsOf(settings: PolicySettings, purpose: Purpose): PolicyDocument {
  switch (purpose) {
    case 'build':
      return buildPolicy(settings);
    case 'deploy':
      return deployPolicy(settings);
    case 'reboot':
      return rebootPolicy(settings);
    case 'topics-apply':
      return topicsPolicy(settings, 'apply');
    case 'topics-plan':
      return topicsPolicy(settings, 'plan');
  }
}
