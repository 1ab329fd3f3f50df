import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { fitSections } from './fit-sections.ts';
import { inert } from './inert.ts';

const MOST_IN_ITEM = 1_000;
/** GitHub drops a summary above 1 MiB, and no character takes more than three bytes of it. */
const MOST_CHARACTERS = 330_000;

/** What is in the way, as a list in which texts from outside are inert. */
export const reasonList = (reasons: readonly string[]): string =>
  reasons.map((reason) => `- ${inert(clip(reason, MOST_IN_ITEM))}`).join('\n');

/** `There are 3 problems`. */
export const problemCount = (reasons: readonly string[]): string =>
  `There ${reasons.length === 1 ? 'is' : 'are'} ${counted(reasons.length, 'problem')}`;

/** The job summary of a run without a result: GitHub shows ten annotations of a step and no more. */
export function renderFailure(command: string, reasons: readonly string[]): string {
  const first = [`## ⛔ topic-sync ${inert(clip(command, 50))}: failed`, `${problemCount(reasons)}.`];
  return `${[...first, ...fitSections([reasonList(reasons)], MOST_CHARACTERS, 'the log')].join('\n\n')}\n`;
}
