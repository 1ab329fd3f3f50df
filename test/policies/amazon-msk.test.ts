import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CONSENTS } from '../../actions/topic-sync/src/core/operation.ts';
import type { Permissions } from '../../actions/topic-sync/src/core/permissions/permissions.ts';
import { topicSync } from '../../actions/topic-sync/src/topic-sync.ts';
import { verdictOn } from '../../lab/iam/verdict.ts';
import { readEnvironment } from '../../lib/adapters/environment-file.ts';
import { matchesGlob } from '../../lib/core/glob.ts';
import { checkFiles } from '../../scripts/policies/check-files.ts';
import type { PolicyDocument } from '../../scripts/policies/core/policy-document.ts';
import { renderPolicies } from '../../scripts/policies/render-command.ts';
import { renderEnvironments } from '../../scripts/policies/rendered-files.ts';
import { FakeRunner } from '../fakes/fake-runner.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';

const OWN = 'events-prod/3f1c2f2e-6f0c-4ad4-8df6-4b5d0d1f7a11-2';
const ARN = `arn:aws:kafka:eu-west-1:333344445555:cluster/${OWN}`;
const ENVIRONMENT = 'environments/prod.yaml';
const ROLES = ['plan', 'apply'] as const;
type Role = (typeof ROLES)[number];

/** An action on a resource, which may be a pattern. */
interface Right {
  readonly action: string;
  readonly resource: string;
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'amazon-msk-'));
  await mkdir(path.join(folder, 'environments'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The policies of the sample prod with a cluster of Amazon MSK. */
async function render(topics: string): Promise<Record<Role, PolicyDocument>> {
  const sample = await readFile(ENVIRONMENT, 'utf8');
  const text = sample
    .replace('  kafka:\n', `  kafka:\n    clusterArn: ${ARN}\n`)
    .replace('  topics:\n', `  topics:\n${topics}`);
  await writeFile(path.join(folder, ENVIRONMENT), text);
  const [environment] = await renderEnvironments(folder);
  const [plan, apply] = ROLES.map((role) => environment?.roles.get(`topics-${role}`)?.policy);
  if (plan === undefined || apply === undefined) throw new Error('both are rendered');
  return { plan, apply };
}

const topic = (name: string): string =>
  `apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: ${name} }\nspec: { partitions: 1, replicationFactor: 3 }\n`;
const tombstone = (name: string): string =>
  `apiVersion: kafka-fleet/v1\nkind: Tombstone\nmetadata: { name: ${name} }\nspec: { reason: old, topicIds: { prod: AbCdEfGhIjKlMnOpQrStUv } }\n`;
const TOPICS = ['orders.paid', 'orders.made', 'posts'];

/** What `command: permissions` says in that environment, while all topics are there and when all are to go. */
async function needed(role: Role): Promise<Right[]> {
  const told = await Promise.all(
    [topic, tombstone].map((document) => permissions(TOPICS.map(document).join('---\n'))),
  );
  return told.flatMap((permissions) => rightsOf(permissions[role].iamPolicy ?? { Statement: [] }));
}

async function permissions(files: string): Promise<Permissions> {
  const saved: string[] = [];
  const machine = new FakeRunner({ command: 'permissions', environment: 'prod' });
  await topicSync(machine, {
    ...fakeTopicPorts({ 'topics/all.yaml': files }, new FakeTopicCluster()),
    readEnvironment: (name) => readEnvironment(name, folder),
    saveFile: (name, text) => {
      saved.push(text);
      return Promise.resolve(name);
    },
  });
  return JSON.parse(saved.join('')) as Permissions;
}

interface Allowing {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource?: readonly string[];
  }[];
}

const rightsOf = ({ Statement }: Allowing): Right[] =>
  Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource = [] }) =>
    Action.flatMap((action) => Resource.map((resource) => ({ action, resource }))),
  );

async function isAllowed({ action, resource }: Right, policy: PolicyDocument): Promise<boolean> {
  const one = resource.replaceAll('*', 'any');
  const principal = 'arn:aws:sts::333344445555:assumed-role/kafka-fleet-prod-topics/run';
  const request = { principal, action, contextVariables: {} };
  const { allowed } = await verdictOn({
    request: { ...request, resource: { resource: one, accountId: '333344445555' } },
    identityPolicies: [{ name: 'rendered', policy }],
  });
  return allowed;
}

/**
 * What MSK wants beside an action, as Amazon has it:
 * https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 * For ReadData it names AlterGroup, too: of consumers, and topic-sync reads the state topic in no group.
 */
const BESIDE: Readonly<Record<string, string>> = {
  AlterCluster: 'DescribeCluster',
  AlterClusterDynamicConfiguration: 'DescribeClusterDynamicConfiguration',
  AlterTopic: 'DescribeTopic',
  AlterTopicDynamicConfiguration: 'DescribeTopicDynamicConfiguration',
  DeleteTopic: 'DescribeTopic',
  ReadData: 'DescribeTopic',
  WriteData: 'DescribeTopic',
};

const EVERYTHING = `    include: ['orders.*', posts]\n    allow: [${CONSENTS.join(', ')}]\n`;

describe.each([
  { name: 'all topics', topics: '' },
  { name: 'a prefix and a topic', topics: "    include: ['orders.*', posts]\n" },
  { name: 'deletions', topics: "    include: ['orders.*', posts]\n    allow: [delete]\n" },
  { name: 'moves', topics: '    allow: [reassign]\n' },
  { name: 'a topic to verify with', topics: "    include: ['orders.*']\n    verifyTopic: verify\n" },
  {
    name: 'everything',
    topics: EVERYTHING,
  },
])('on Amazon MSK, $name', ({ topics }) => {
  test.each(ROLES)('the role that does %s may do what it needs in Kafka, and nothing else', async (role) => {
    const policy = (await render(topics))[role];
    const needs = await needed(role);
    expect(needs).not.toEqual([]);
    const missing = await Promise.all(
      needs.map(async (need) => ((await isAllowed(need, policy)) ? [] : [need])),
    );
    expect(missing.flat()).toEqual([]);
    const spare = rightsOf(policy).filter(
      ({ action, resource }) =>
        action.startsWith('kafka-cluster:') &&
        !needs.some((need) => need.action === action && matchesGlob(resource, need.resource)),
    );
    expect(spare).toEqual([]);
  });

  test('only who applies may change anything', async () => {
    const { plan, apply } = await render(topics);
    const changes = (policy: PolicyDocument) =>
      rightsOf(policy).filter(({ action }) => /:(Alter|Create|Delete|Write)/.test(action));
    expect(changes(plan)).toEqual([]);
    expect(changes(apply)).not.toEqual([]);
  });

  test.each(ROLES)('the role that does %s may do what MSK wants beside it', async (role) => {
    const policy = (await render(topics))[role];
    const beside = rightsOf(policy).flatMap(({ action, resource }) => {
      const other = BESIDE[action.replace('kafka-cluster:', '')];
      return other === undefined ? [] : [{ action: `kafka-cluster:${other}`, resource }];
    });
    for (const right of [{ action: 'kafka-cluster:Connect', resource: ARN }, ...beside])
      expect([right, await isAllowed(right, policy)]).toEqual([right, true]);
  });
});

test('the check of policies finds nothing in them', async () => {
  await render(EVERYTHING);
  await renderPolicies(folder, false);
  expect(await checkFiles(folder, ['policies/*/*.json'])).toEqual({ files: 10, problems: [] });
});

test('a policy reaches no topic, group or cluster but its own', async () => {
  const { apply } = await render("    include: ['orders.*']\n");
  const others = [
    {
      action: 'kafka-cluster:CreateTopic',
      resource: `arn:aws:kafka:eu-west-1:333344445555:topic/${OWN}/posts`,
    },
    {
      action: 'kafka-cluster:DeleteTopic',
      resource: `arn:aws:kafka:eu-west-1:333344445555:topic/${OWN}/orders.paid`,
    },
    {
      action: 'kafka-cluster:AlterGroup',
      resource: `arn:aws:kafka:eu-west-1:333344445555:group/${OWN}/readers`,
    },
    { action: 'kafka-cluster:Connect', resource: ARN.replace('events-prod', 'events-dev') },
  ];
  for (const right of others) expect([right, await isAllowed(right, apply)]).toEqual([right, false]);
});
