// Runs every gate and says at the end which failed.
import process from 'node:process';
import { CHECKS } from './checks/check-list.ts';
import { runChecks } from './checks/run-checks.ts';

const results = await runChecks(process.cwd(), CHECKS, {
  print: (text) => {
    console.log(text);
  },
  nice: 0,
});
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
