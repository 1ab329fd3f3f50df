import type { Runner } from './adapters/runner.ts';
import { runnerHere } from './adapters/runner-here.ts';
import { describeProblem, ProblemsFound } from './core/problem.ts';
import { WorldFailure } from './core/world-failure.ts';

/**
 * Runs an action's story and turns whatever it throws into what a user sees: each problem as an annotation at its
 * place, the world's failure as its message with its causes, anything else as a bug with its stack.
 */
export async function runAction(
  story: (runner: Runner) => Promise<void>,
  given?: Runner,
  nodeVersion = process.versions.node,
): Promise<void> {
  const runner = given ?? runnerHere();
  try {
    refuseOldNode(nodeVersion);
    await story(runner);
  } catch (failure) {
    reportFailure(failure, runner);
  }
  if (given === undefined) endSoon();
}

/** Longer than the back-off of a client that was told to stop. */
const LEFT_OPEN_MS = 5_000;

/** The story is told: a connection that a bug left open must not hold the job until its time limit. */
function endSoon(): void {
  setTimeout(() => process.exit(), LEFT_OPEN_MS).unref();
}

const LEAST_NODE = 24;

/** On GitHub the runner brings the right one; in a shell or a pod it is whichever is installed. */
function refuseOldNode(version: string): void {
  if (Number.parseInt(version, 10) >= LEAST_NODE) return;
  const fix = `Install Node.js ${String(LEAST_NODE)} or newer: https://nodejs.org/en/download.`;
  throw new ProblemsFound([{ where: 'Node.js', what: `version ${version} is too old for this action`, fix }]);
}

function reportFailure(failure: unknown, runner: Runner): void {
  if (failure instanceof ProblemsFound) {
    for (const problem of failure.problems) runner.error(describeProblem(problem), problem.place);
    runner.setFailed(
      failure.problems.length === 1
        ? 'There is a problem: see above.'
        : `There are ${String(failure.problems.length)} problems: see above.`,
    );
  } else if (failure instanceof WorldFailure) {
    runner.setFailed(describeCauses(failure));
  } else {
    runner.error(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure));
    runner.setFailed('This is a bug of the action: please report it with the stack above.');
  }
}

function describeCauses(failure: Error): string {
  const cause = failure.cause instanceof Error ? `\n  because: ${describeCauses(failure.cause)}` : '';
  return `${failure.message}${cause}`;
}
