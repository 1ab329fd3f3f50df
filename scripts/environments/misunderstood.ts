import { readTopicSyncInputs } from '../../actions/topic-sync/src/core/inputs.ts';
import { readRebootInputs } from '../../actions/rolling-reboot/src/inputs.ts';
import { readEnvironment } from '../../lib/adapters/environment-file.ts';
import { type EnvironmentInputs, readLayered, withRoleOf } from '../../lib/core/environment.ts';
import { describeProblem, type Parsed, type Problem } from '../../lib/core/problem.ts';

/** The values that an action cannot read, at their lines; what a file may leave to a secret or an input is no mistake. */
export async function misunderstood(names: readonly string[], folder = process.cwd()): Promise<Problem[]> {
  const environments = await Promise.all(names.map((name) => readEnvironment(name, folder, EMULATED)));
  const problems = environments.flatMap((environment) => [
    ...located(readLayered({}, environment, readRebootInputs)),
    ...TOPIC_ROLES.flatMap((role) => located(topicsOf(withRoleOf([role], environment)))),
  ]);
  // What is not about the role is found once with each of them.
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
}

/** Nothing is asked here, so the lab's environment is sound without a lab. */
const EMULATED = 'http://127.0.0.1';

const TOPIC_ROLES = ['topics-plan-role', 'topics-apply-role'];

const topicsOf = (environment: EnvironmentInputs): Parsed<unknown> =>
  readLayered({}, environment, readTopicSyncInputs);

const located = (outcome: Parsed<unknown>): readonly Problem[] =>
  outcome.ok ? [] : outcome.problems.filter(({ place }) => place !== undefined);
