import { code } from '../../../../lib/core/markdown.ts';
import { clip } from './clip.ts';
import { fitChanges } from './fit-changes.ts';
import { fitSections, sizeOf } from './fit-sections.ts';
import type { Result } from './result.ts';
import { furtherSections } from './further-sections.ts';
import { problemCount, reasonList } from './render-failure.ts';
import { opening } from './summary.ts';

/** Where a comment belongs. */
export interface Origin {
  /** Hidden, and first of all: by it the next run finds the comment. */
  readonly marker: string;
  /** Empty when none was given. */
  readonly environment: string;
  /** The commit whose files were read; empty outside GitHub. */
  readonly headSha: string;
  /** The run of the workflow that keeps the whole plan; empty outside GitHub. */
  readonly runUrl: string;
}

/** GitHub refuses 65,536 characters. */
const MOST_CHARACTERS = 65_000;
/** Kept for what comes after the changes: topics that could not be seen must not vanish behind many changes. */
const FOR_FURTHER_SECTIONS = 6_000;
const MOST_NAME = 100;

/**
 * The job summary in the size of a comment. Whole rows are left out, the harmless ones first; what can harm is told in
 * fewer words before one of its changes goes unnamed.
 */
export function renderComment(result: Result, origin: Origin): string {
  const first = [origin.marker, ...opening(result), provenance(origin)];
  const room = MOST_CHARACTERS - sizeOf(first);
  const whole = fullPlan(origin);
  const changes = fitChanges(result, room - FOR_FURTHER_SECTIONS, whole);
  const further = fitSections(furtherSections(result), room - sizeOf(changes), whole);
  return `${[...first, ...changes, ...further].join('\n\n')}\n`;
}

/** In the place of a plan that could not be made, so that nobody reviews the one of an earlier commit. */
export function renderNoPlan(reasons: readonly string[], origin: Origin): string {
  const first = [
    origin.marker,
    '## ⛔ topic-sync plan: no plan',
    `${problemCount(reasons)}: nothing was planned.`,
    provenance(origin),
  ];
  const log = origin.runUrl === '' ? 'the log' : `[the log](${origin.runUrl})`;
  return `${[...first, ...fitSections([reasonList(reasons)], MOST_CHARACTERS - sizeOf(first), log)].join('\n\n')}\n`;
}

function provenance({ environment, headSha, runUrl }: Origin): string {
  const facts = [
    ...(environment === '' ? [] : [`Environment ${code(clip(environment, MOST_NAME))}`]),
    ...(headSha === '' ? [] : [`commit ${code(headSha)}`]),
    ...(runUrl === '' ? [] : [`[the run](${runUrl})`]),
  ];
  return facts.length === 0 ? 'Not made by a run on GitHub.' : facts.join(' · ');
}

const fullPlan = ({ runUrl }: Origin): string =>
  runUrl === '' ? 'the plan file' : `[the full plan](${runUrl})`;
