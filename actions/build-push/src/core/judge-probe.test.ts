import { expect, test } from '@jest/globals';
import type { ProbeRun } from '../../../../lib/core/probe-run.ts';
import { judgeProbe } from './judge-probe.ts';

const RAN: ProbeRun = {
  kind: 'ran',
  ended: 'when told',
  exitCode: 0,
  stopSeconds: 0.42,
  writes: [],
  lastLines: [],
};

test.each<[Partial<ProbeRun>, 'passed' | 'failed', string]>([
  [{}, 'passed', 'it ended 0.4 s after SIGTERM'],
  [{ exitCode: 143 }, 'passed', 'after SIGTERM'],
  [{ ended: 'killed' }, 'failed', 'within stop-timeout'],
  [{ ended: 'by itself' }, 'passed', 'with code 0'],
  [{ ended: 'by itself', exitCode: 1, lastLines: ['no brokers', ''] }, 'failed', 'code 1: no brokers; give'],
  [{ writes: ['/var/run/app.pid'] }, 'failed', '/var/run/app.pid'],
  [{ ended: 'by itself', writes: ['/x'] }, 'failed', '/x'],
])('%j is %s', (change, outcome, because) => {
  const probe = judgeProbe('linux/amd64', { ...RAN, ...change });
  expect(probe).toMatchObject({ platform: 'linux/amd64', outcome });
  expect(probe.because).toContain(because);
});
