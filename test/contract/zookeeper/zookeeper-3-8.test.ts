import { EC2Client, StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { askZooKeeper } from '../../../lib/adapters/zookeeper/ask-zookeeper.ts';
import { describeQuorum } from '../../../lib/adapters/kafka/describe-quorum.ts';
import { parseHostPort } from '../../../lib/core/host-port.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { startWitness } from '../../../lab/witness.ts';
import { eventually } from '../../lab/eventually.ts';
import { createTopic, inSync, openKafka } from './kafka-on-zookeeper.ts';

jest.setTimeout(180_000);

const NOT_CONTROLLER = 41;
let lab: Lab;
let ec2: EC2Client;

beforeAll(async () => {
  lab = await startLab({ mode: 'zookeeper', observers: 1 });
  ec2 = new EC2Client({
    endpoint: lab.env['AWS_ENDPOINT_URL'] ?? '',
    region: lab.env['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: lab.env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: lab.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
});

afterAll(async () => {
  ec2.destroy();
  await lab.close();
});

/** What the servers with these ids tell, and which of them are silent. */
async function look(ids?: readonly number[], timeoutMs = 5000) {
  const asked = lab.nodes.filter(
    ({ roles, nodeId }) => roles.includes('zookeeper') && ids?.includes(nodeId) !== false,
  );
  const addresses = asked.map(({ address }) => parseHostPort(address) ?? { host: '', port: 0 });
  const answers = (await askZooKeeper(addresses, timeoutMs)).map(({ answer }) => answer);
  return {
    servers: answers.flatMap((answer) => (answer.kind === 'serves' ? [answer.server] : [])),
    silent: asked.flatMap(({ nodeId }, index) => (answers[index]?.kind === 'silent' ? [nodeId] : [])),
    reasons: answers.flatMap((answer) => (answer.kind === 'serves' ? [] : [answer.reason])),
  };
}

type Sight = Awaited<ReturnType<typeof look>>;
const leaderOf = ({ servers }: Pick<Sight, 'servers'>) => servers.find(({ mode }) => mode === 'leader');

const command = (identity: string) => ({
  InstanceIds: lab.nodes.filter((node) => node.identity === identity).map(({ instanceId }) => instanceId),
});

const stateOf = async (identity: string) =>
  (await lab.instances()).find((instance) => instance.identity === identity)?.state;

async function stop(identity: string): Promise<void> {
  await ec2.send(new StopInstancesCommand(command(identity)));
  await eventually(`${identity} is stopped`, async () => (await stateOf(identity)) === 'stopped');
}

const start = (identity: string) => ec2.send(new StartInstancesCommand(command(identity)));

const untilSynced = (followers: number) =>
  eventually(`the leader has ${String(followers)} followers in sync`, async () => {
    return leaderOf(await look())?.syncedFollowers === followers;
  });

describe('an ensemble of three and an observer', () => {
  test('tells who leads, who follows, who has a vote, and how far each is', async () => {
    await untilSynced(2);
    const { servers, silent } = await look();
    expect(silent).toEqual([]);
    expect(servers.map(({ mode }) => mode).toSorted()).toEqual([
      'follower',
      'follower',
      'leader',
      'observer',
    ]);
    expect(servers.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    for (const server of servers) expect(server).toMatchObject({ voters: 3, voterIds: [1, 2, 3] });
    expect(servers[3]).toMatchObject({ mode: 'observer' });
    expect(leaderOf({ servers })).toMatchObject({ syncedFollowers: 2 });
    expect(servers.every(({ zxid }) => zxid > 0x100000000n)).toBe(true);
  });

  test('misses a follower whose instance is stopped, and has it back when it is started', async () => {
    const follower = (await look()).servers.find(({ mode }) => mode === 'follower')?.id ?? 0;
    const identity = `zookeeper-${String(follower)}`;
    await stop(identity);
    await untilSynced(1);
    expect((await look()).silent).toEqual([follower]);
    await start(identity);
    await untilSynced(2);
    await eventually('it answers as a follower', async () => {
      const { servers } = await look();
      return servers.some(({ id, mode }) => id === follower && mode === 'follower');
    });
  });

  test('elects another leader when its leader is stopped, in a new epoch', async () => {
    const before = leaderOf(await look());
    const identity = `zookeeper-${String(before?.id)}`;
    await stop(identity);
    await untilSynced(1);
    const after = leaderOf(await look());
    expect(after?.id).not.toBe(before?.id);
    expect((after?.zxid ?? 0n) >> 32n).toBeGreaterThan((before?.zxid ?? 0n) >> 32n);
    await start(identity);
    await untilSynced(2);
  });

  test('a server that is frozen is silent', async () => {
    await lab.signalNode('zookeeper-4', 'SIGSTOP');
    const sight = await look([4], 300);
    await lab.signalNode('zookeeper-4', 'SIGCONT');
    expect(sight).toEqual({ servers: [], silent: [4], reasons: ['no answer within 300 ms'] });
  });
});

describe('Kafka on it', () => {
  test('has a controller of its own, the same by every broker, and no KRaft quorum', async () => {
    await using kafka = await openKafka(lab);
    const { brokers, controllerId } = await kafka.refresh();
    expect(brokers.map(({ id }) => id).toSorted()).toEqual([1, 2, 3]);
    const other = brokers.map(({ id }) => id).find((id) => id !== controllerId) ?? 0;
    expect(await createTopic(kafka, 'refused', other)).toBe(NOT_CONTROLLER);
    expect(await createTopic(kafka, 'made', controllerId)).toBe(0);
    await expect(kafka.send(describeQuorum, {}, 'any')).rejects.toThrow('DescribeQuorum');
  });

  test('is back in sync after a kill and an immediate start, without a record lost', async () => {
    await using kafka = await openKafka(lab);
    expect(await createTopic(kafka, 'witnessed', 'controller')).toBe(0);
    await eventually('the topic is in sync', async () => (await inSync(kafka, 'witnessed', 1)) === 18);
    await using witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: 'witnessed' });
    await eventually('traffic flows', () => witness.verdictSoFar().consumed > 50);
    await lab.signalNode(2, 'SIGKILL');
    await stop('broker-2');
    await start('broker-2');
    // It was stopped, so that its own answer is of the new one. What the others see of its absence may be over at
    // once: its start may come just after the end of its old session.
    for (const by of [2, 1, 3]) {
      await eventually(
        `it is back by ${String(by)}`,
        async () => (await inSync(kafka, 'witnessed', by)) === 18,
      );
    }
    const verdict = await witness.finish();
    expect(verdict).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
  });
});
