// Asks for every permission that a rolling reboot of an environment needs, changing nothing:
//   npm run preflight -- environments/prod.yaml
// Whatever the file does not give (secrets) is given as for the action, by INPUT_* variables: see the action's README.
import { permissionTable, verdict, isMissing } from '../actions/rolling-reboot/src/core/permission.ts';
import { givenInputs } from '../actions/rolling-reboot/src/given-inputs.ts';
import { probePermissions } from '../actions/rolling-reboot/src/probe-permissions.ts';
import { awsSession } from '../lib/adapters/aws-session.ts';
import { ProblemsFound } from '../lib/core/problem.ts';
import { runAction } from '../lib/run-action.ts';

await runAction(async (runner) => {
  const [environment, ...others] = process.argv.slice(2);
  if (others.length > 0) {
    const fix = 'Give one: npm run preflight -- environments/prod.yaml.';
    throw new ProblemsFound([{ where: 'preflight', what: 'it takes one environment', fix }]);
  }
  if (environment !== undefined) process.env['INPUT_ENVIRONMENT'] = environment;
  const inputs = await givenInputs(runner);
  const permissions = await probePermissions(inputs, awsSession(inputs.aws, runner));
  for (const line of permissionTable(permissions)) runner.info(line);
  if (permissions.some(isMissing)) runner.setFailed(verdict(permissions));
  else runner.info(verdict(permissions));
});
