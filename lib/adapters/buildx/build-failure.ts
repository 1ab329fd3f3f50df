import type { Place } from '../../core/problem.ts';
import type { BuildFailure } from './build-request.ts';

/** What is known of a build that ended without an image. */
export interface FailedBuild {
  /** The Dockerfile, as it is to be named. */
  readonly file: string;
  /** What BuildKit said of the step that failed; empty for no step. */
  readonly step: { readonly name: string; readonly error: string } | undefined;
  /** The text behind the messages. */
  readonly text: readonly string[];
  readonly isCancelled: boolean;
  readonly isAnswering: boolean;
}

/** A source that BuildKit shows: `Dockerfile:5`, then a rule, lines with numbers, and a rule. */
const PLACE = /^(?<file>.+):(?<line>\d+)$/;
const RULE = /^-{10,}$/;
/** How Go puts ENOSPC on every system; the engine hands it on as text alone. */
const NO_SPACE = 'no space left on device';

export function failureOf(build: FailedBuild): BuildFailure {
  const because = reasonOf(build);
  if (build.isCancelled) return { kind: 'cancelled', because: 'the build was cancelled' };
  if (because.includes(NO_SPACE)) return { kind: 'disk-full', because: `no room is left: ${because}` };
  if (!build.isAnswering)
    return {
      kind: 'engine-unreachable',
      because: `the engine went away in the middle of the build: ${because}`,
    };
  const place = placeOf(build);
  return place === undefined ? { kind: 'other', because } : { kind: 'dockerfile', place, because };
}

/** What the step said of itself where one failed; else the error that buildx ends with. */
function reasonOf({ step, text }: FailedBuild): string {
  if (step !== undefined) return `${step.name}: ${step.error}`;
  const error = text.findLast((line) => line.startsWith('ERROR: ')) ?? text.at(-1) ?? 'it said nothing';
  return error.replace(/^ERROR: (failed to (solve|build): )*/, '');
}

function placeOf({ text, file }: FailedBuild): Place | undefined {
  const at = text.findIndex((line, index) => PLACE.test(line) && RULE.test(text[index + 1] ?? ''));
  const line = Number(PLACE.exec(text[at] ?? '')?.groups?.['line'] ?? 0);
  return line === 0 ? undefined : { file, line, column: 1 };
}
