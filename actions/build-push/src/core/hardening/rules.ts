import { CONFIG_RULES } from './config-rules.ts';
import { FILE_RULES } from './file-rules.ts';
import { INTEGRITY_RULES } from './integrity-rules.ts';
import { PROGRAM_RULES } from './program-rules.ts';
import { SECRET_RULES } from './secret-rules.ts';

/** Every rule, in the order in which a report shows them. */
export const RULES = {
  ...INTEGRITY_RULES,
  ...CONFIG_RULES,
  ...FILE_RULES,
  ...PROGRAM_RULES,
  ...SECRET_RULES,
} as const;

export type RuleId = keyof typeof RULES;

export const RULE_IDS = Object.keys(RULES) as readonly RuleId[];

/** Those that a policy can turn off, or to a warning. */
export const FREE_RULE_IDS: readonly RuleId[] = RULE_IDS.filter((id) => !(id in INTEGRITY_RULES));
