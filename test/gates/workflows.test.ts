import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { workflowFaults } from './workflow-faults.ts';

const WORKFLOWS = globSync('{.,examples/*}/.github/workflows/*.yml').sort();

test('there are workflows', () => {
  expect(WORKFLOWS).toContain('.github/workflows/topic-diff.yml');
});

test.each(WORKFLOWS)('%s keeps what the threat model promises', (file) => {
  expect(workflowFaults(readFileSync(file, 'utf8'))).toEqual([]);
});

const GOOD = `on: { push: { branches: [main] } }
permissions: {}
jobs:
  one:
    timeout-minutes: 5
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
        with: { persist-credentials: false }
      - uses: ./actions/hello
      - run: echo "$NAME"
  two:
    permissions: {}
    uses: ./.github/workflows/other.yml
`;

test('one that keeps all of it passes', () => {
  expect(workflowFaults(GOOD)).toEqual([]);
});

test.each([
  ['anybody can start it: issue_comment', 'push: { branches: [main] }', 'issue_comment: {}'],
  [
    'anybody can start it: pull_request_target',
    '{ push: { branches: [main] } }',
    '[push, pull_request_target]',
  ],
  ['anybody can start it: workflow_run', '{ push: { branches: [main] } }', 'workflow_run'],
  [
    'it gives permissions to all of its jobs',
    'permissions: {}\njobs',
    'permissions: { contents: read }\njobs',
  ],
  ['it gives permissions to all of its jobs', 'permissions: {}\njobs', 'jobs'],
  ['one: it does not say its permissions', '    permissions: { contents: read }\n', ''],
  ['one: its permissions are write-all', '{ contents: read }', 'write-all'],
  ['one: nothing ends it', '    timeout-minutes: 5\n', ''],
  ['one: actions/checkout@v7 is not pinned by its commit', /@[0-9a-f]{40}/, '@v7'],
  ['one: the checkout keeps its token', '{ persist-credentials: false }', '{ fetch-depth: 0 }'],
  ['one: an expression stands in a script', '"$NAME"', '"${{ github.head_ref }}"'],
])('%s', (fault, before, after) => {
  expect(workflowFaults(GOOD.replace(before, after))).toEqual([fault]);
});
