import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { ciScenarios } from './ci-scenarios.ts';
import { deployScenarios } from './deploy-scenarios.ts';
import { driftScenarios } from './drift-scenarios.ts';
import { exampleScenarios } from './example-scenarios.ts';
import { promotionScenarios } from './promotion-scenarios.ts';
import { clockScenarios, rebootScenarios } from './reboot-scenarios.ts';
import { topicDiffScenarios } from './topic-diff-scenarios.ts';
import { WorkflowBench } from './workflow-bench.ts';

jest.setTimeout(600_000);

let bench: WorkflowBench | undefined;
function ofBench(): WorkflowBench {
  if (bench === undefined) throw new Error('it is there when the tests run, not before');
  return bench;
}

beforeAll(async () => {
  bench = await WorkflowBench.open();
});

afterAll(() => bench?.[Symbol.asyncDispose]());

// One cluster for all of them, in the order in which somebody would do it.
describe('ci', () => {
  ciScenarios(ofBench);
});
describe('topic-diff', () => {
  topicDiffScenarios(ofBench);
});
describe('the example', () => {
  exampleScenarios(ofBench);
});
describe('deploy', () => {
  deployScenarios(ofBench);
  promotionScenarios(ofBench);
});
describe('drift', () => {
  driftScenarios(ofBench);
});
describe('rolling-reboot', () => {
  rebootScenarios(ofBench);
  clockScenarios(ofBench);
});
