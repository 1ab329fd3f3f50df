// Runs every gate and says at the end which failed. One that passed on the very same files is not run once more.
import process from 'node:process';
import { CHECKS } from './checks/check-list.ts';
import { PassedChecks } from './checks/passed-checks.ts';
import { runChecks } from './checks/run-checks.ts';

const results = await runChecks(process.cwd(), CHECKS, {
  print: (text) => {
    console.log(text);
  },
  nice: 0,
  memory: new PassedChecks(process.cwd()),
});
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
