import { rehomed } from '../../lab/iam/rehomed.ts';
import type { RolePolicies } from '../../scripts/policies/core/policy-document.ts';
import type { PolicySettings } from '../../scripts/policies/core/policy-settings.ts';
import type { Purpose } from '../../scripts/policies/core/purpose.ts';
import { renderRoles } from '../../scripts/policies/core/render-role.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';

/** The roles of a sample environment as they are in the lab's account. */
export interface RolesHere {
  readonly settings: PolicySettings;
  readonly roles: readonly RolePolicies[];
  /** ARN of the role for a purpose. */
  readonly arnOf: (purpose: Purpose) => string;
}

/** `change`: what is otherwise in a test than in the sample. */
export async function rolesHere(
  environment: string,
  change: (settings: PolicySettings) => PolicySettings = (same) => same,
): Promise<RolesHere> {
  const [sample] = await renderEnvironments(process.cwd(), [`environments/${environment}.yaml`]);
  if (sample === undefined) throw new Error(`environments/${environment}.yaml names no role`);
  const settings = change(rehomed(sample.settings, 'lab'));
  const arnOf = (purpose: Purpose): string => settings.roles.get(purpose) ?? '';
  return { settings, roles: [...renderRoles(settings).values()], arnOf };
}
