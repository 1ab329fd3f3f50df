import { CHANGE_RULES } from './change-rules.ts';
import { STATE_RULES } from './state-rules.ts';

export type RuleId = keyof typeof STATE_RULES | keyof typeof CHANGE_RULES;

/** Every rule of the pack. */
export const RULE_IDS = [...Object.keys(STATE_RULES), ...Object.keys(CHANGE_RULES)] as readonly RuleId[];
