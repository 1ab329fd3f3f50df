import { awsSession } from '../../../lib/adapters/aws-session.ts';
import { githubRun } from '../../../lib/adapters/github-run.ts';
import { reportFolder } from '../../../lib/adapters/report-folder.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { callerAccount } from '../../../lib/adapters/sts.ts';
import { runAction } from '../../../lib/run-action.ts';
import { cleanUp } from './clean-up.ts';
import { deliver } from './deliver.ts';
import { givenInputs } from './given-inputs.ts';
import { guardAccount } from '../../../lib/guard-account.ts';
import { IN_FLIGHT_STATE, RealPorts } from './real-ports.ts';
import { run } from './run.ts';

/** The same bundle is the main step and the post step; the main step leaves this behind. */
const STARTED = 'started';

await runAction(async (runner: Runner) => {
  // Before anything can fail: a post step that did not know the main step had begun would be the main step.
  const isPost = runner.savedState(STARTED) === 'true';
  runner.saveState(STARTED, 'true');
  const inputs = await givenInputs(runner);
  const session = awsSession(inputs.aws, runner);
  await using real = new RealPorts(inputs, session, runner);
  if (isPost) {
    await cleanUp(runner.savedState(IN_FLIGHT_STATE), real.ports);
    return;
  }
  await guardAccount(inputs.aws.account, () => callerAccount(session.settings));
  const { id, url } = githubRun();
  const order = { ...inputs, run: id, slack: { cluster: inputs.name, runUrl: url } };
  await deliver(await run(order, real.ports), runner, reportFolder('rolling-reboot'));
});
