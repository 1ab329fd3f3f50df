import { globSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readRebootInputs } from '../../actions/rolling-reboot/src/inputs.ts';
import { readTopicSyncInputs } from '../../actions/topic-sync/src/core/inputs.ts';
import { readEnvironment } from '../../lib/adapters/environment-file.ts';
import { readLayered, withRoleOf } from '../../lib/core/environment.ts';
import { describeProblem, type Parsed } from '../../lib/core/problem.ts';

const SAMPLES = globSync('environments/*.yaml').map((file) => file.replace(/^.*\/|\.yaml$/g, ''));
/** What no file holds, and the lab gives anew each time. */
const SECRET = { 'sasl-password': 'from a secret' };
const OF_LAB = { 'bootstrap-brokers': '127.0.0.1:9092' };

const told = (outcome: Parsed<unknown>): readonly string[] =>
  outcome.ok ? [] : outcome.problems.map(describeProblem);

const explicit = (name: string) => (name === 'lab' ? OF_LAB : SECRET);

test('there are samples of a chain, and the lab', () => {
  expect(SAMPLES.sort()).toEqual(['dev', 'lab', 'prod', 'staging']);
});

test.each(SAMPLES)('reboots and topics can be run with %s', async (name) => {
  const environment = await readEnvironment(name, process.cwd(), 'http://127.0.0.1');
  expect(told(readLayered(explicit(name), environment, readRebootInputs))).toEqual([]);
  const planning = withRoleOf(['topics-plan-role'], environment);
  expect(told(readLayered(explicit(name), planning, readTopicSyncInputs))).toEqual([]);
});
