import { fitChanges } from './fit-changes.ts';
import { fitSections, sizeOf } from './fit-sections.ts';
import type { Result } from './result.ts';
import { furtherSections } from './further-sections.ts';
import { opening, renderSummary } from './summary.ts';

/** GitHub drops a summary above 1 MiB: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
const MOST_BYTES = 1_000_000;
/** No character of a string takes more than three bytes of UTF-8. */
const MOST_CHARACTERS = 330_000;
/** Kept for what comes after the changes. */
const FOR_FURTHER_SECTIONS = 60_000;

/** The whole summary, or as much of it as GitHub shows; what can harm is told in fewer words before it is cut. */
export function fitSummary(result: Result): string {
  const whole = renderSummary(result);
  if (new TextEncoder().encode(whole).length <= MOST_BYTES) return whole;
  const first = opening(result);
  const room = MOST_CHARACTERS - sizeOf(first);
  const changes = fitChanges(result, room - FOR_FURTHER_SECTIONS, PLAN_FILE);
  const further = fitSections(furtherSections(result), room - sizeOf(changes), PLAN_FILE);
  return `${[...first, ...changes, ...further].join('\n\n')}\n`;
}

const PLAN_FILE = 'the plan file';
