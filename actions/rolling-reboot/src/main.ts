import { withEnvironment } from '../../../lib/adapters/environment-file.ts';
import { githubRun } from '../../../lib/adapters/github-run.ts';
import { reportFolder } from '../../../lib/adapters/report-folder.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { callerAccount } from '../../../lib/adapters/sts.ts';
import { orThrow } from '../../../lib/core/problem.ts';
import { runAction } from '../../../lib/run-action.ts';
import { deliver } from './deliver.ts';
import { checkGuards } from './guards.ts';
import { INPUT_NAMES, readRebootInputs, SECRET_INPUTS } from './inputs.ts';
import { awsSettings, RealPorts } from './real-ports.ts';
import { run } from './run.ts';

await runAction(async (runner: Runner) => {
  for (const name of SECRET_INPUTS) runner.maskSecret(runner.input(name));
  const explicit = Object.fromEntries(INPUT_NAMES.map((name) => [name, runner.input(name)]));
  const fallback = { 'aws-region': process.env['AWS_REGION'] };
  const raw = { ...fallback, ...orThrow(await withEnvironment(explicit, process.cwd())) };
  const inputs = orThrow(readRebootInputs(raw));
  const settings = awsSettings(inputs, runner);
  await using real = new RealPorts(inputs, settings, runner);
  const { account, clusterId } = {
    account: () => callerAccount(settings),
    clusterId: () => real.ports.kafka.clusterId(),
  };
  await checkGuards(inputs, { account, clusterId });
  const { id, url } = githubRun();
  const order = {
    ...inputs,
    run: id,
    slack: { cluster: inputs.name, runUrl: url },
  };
  await deliver(await run(order, real.ports), runner, reportFolder('rolling-reboot'));
});
