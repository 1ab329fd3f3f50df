import type { PolicySettings } from '../../scripts/policies/core/policy-settings.ts';
import { ACCOUNT } from '../aws/account.ts';

/** The same environment in an account of the lab, with the lab's cluster: its policies can be tried there. */
export function rehomed(settings: PolicySettings, cluster: string, account = ACCOUNT): PolicySettings {
  const here = (arn: string): string => arn.replace(`:${settings.account}:`, `:${account}:`);
  return {
    ...settings,
    cluster,
    account,
    roles: new Map([...settings.roles].map(([purpose, arn]) => [purpose, here(arn)])),
    registry: { ...settings.registry, from: { ...settings.registry.from, account } },
  };
}
