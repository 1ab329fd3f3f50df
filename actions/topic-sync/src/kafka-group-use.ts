import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { consumerGroupDescribe } from '../../../lib/adapters/kafka/consumer-group-describe.ts';
import { describeGroups, subscribedTopics } from '../../../lib/adapters/kafka/describe-groups.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import type { ListedGroup } from '../../../lib/adapters/kafka/list-groups.ts';
import { offsetFetch } from '../../../lib/adapters/kafka/offset-fetch.ts';
import type { Committed, GroupsView, GroupUse } from './core/topic-use.ts';

const GROUPS_PER_REQUEST = 100;

/** What one group tells; `because` where it does not. */
type Told<T> = T | { readonly because: string };
type Reads = Told<{ readonly reads: ReadonlySet<string> }>;
type Commits = Told<{ readonly committed: readonly Committed[] }>;

/** What the groups that a broker coordinates read and have committed. */
export async function describeUse(
  connection: KafkaConnection,
  broker: number,
  groups: readonly ListedGroup[],
): Promise<GroupsView> {
  const views: GroupsView[] = [];
  for (let first = 0; first < groups.length; first += GROUPS_PER_REQUEST) {
    views.push(await describeSome(connection, broker, groups.slice(first, first + GROUPS_PER_REQUEST)));
  }
  return {
    groups: views.flatMap((view) => view.groups),
    unreadable: views.flatMap((view) => view.unreadable),
  };
}

async function describeSome(
  connection: KafkaConnection,
  broker: number,
  groups: readonly ListedGroup[],
): Promise<GroupsView> {
  const active = groups.filter(({ state }) => state !== 'Empty');
  const named = (type: string): string[] =>
    active.filter((each) => each.type === type && hasTopics(each)).map(({ group }) => group);
  const [classic, consumer, commits] = await Promise.all([
    readClassic(connection, broker, named('classic')),
    readConsumer(connection, broker, named('consumer')),
    readCommits(connection, broker, groups.filter(({ type }) => type !== 'share').map(nameOf)),
  ]);
  const reads = new Map([...classic, ...consumer]);
  const users: GroupUse[] = [];
  const unreadable: string[] = [];
  for (const listed of groups) {
    const { group } = listed;
    const own = reads.get(group) ?? readsOfOthers(listed);
    const commit = commits.get(group) ?? { because: 'its offsets were not told' };
    if ('because' in own) unreadable.push(`group ${group}: ${own.because}`);
    else if ('because' in commit) unreadable.push(`group ${group}: ${commit.because}`);
    else users.push({ group, reads: own.reads, committed: commit.committed });
  }
  return { groups: users, unreadable };
}

const nameOf = ({ group }: ListedGroup): string => group;

/** Workers of Kafka Connect and the like form groups too, and subscribe to nothing. */
const hasTopics = ({ type, protocolType }: ListedGroup): boolean =>
  type !== 'classic' || protocolType === 'consumer';

/** Groups that are not described: nobody reads in one without members, or in one that has other work. */
function readsOfOthers(listed: ListedGroup): Reads {
  const { type, state } = listed;
  if (type === 'share') return { because: 'what a share group reads is not known to this program' };
  if (state === 'Empty' || !hasTopics(listed)) return { reads: new Set() };
  return { because: `a group of the type ${type} with members was not described` };
}

async function readClassic(
  connection: KafkaConnection,
  broker: number,
  names: readonly string[],
): Promise<Map<string, Reads>> {
  if (names.length === 0) return new Map();
  const { groups } = await connection.send(describeGroups, { groups: names }, broker);
  return new Map(
    groups.map(({ group, errorCode, state, members }): [string, Reads] => {
      if (errorCode !== 0) return [group, refusal(group, errorCode)];
      // The members' topics are told of a stable group only.
      if (!['Stable', 'Empty', 'Dead'].includes(state)) return [group, { because: `its state is ${state}` }];
      const topics = members.map(subscribedTopics);
      const known = topics.filter((each) => each !== undefined);
      if (known.length < topics.length) return [group, { because: 'its members cannot be read' }];
      return [group, { reads: new Set(known.flat()) }];
    }),
  );
}

async function readConsumer(
  connection: KafkaConnection,
  broker: number,
  names: readonly string[],
): Promise<Map<string, Reads>> {
  if (names.length === 0) return new Map();
  const { groups } = await connection.send(consumerGroupDescribe, { groups: names }, broker);
  return new Map(
    groups.map(({ group, errorCode, members }): [string, Reads] => [
      group,
      errorCode === 0 ? { reads: new Set(members.flat()) } : refusal(group, errorCode),
    ]),
  );
}

async function readCommits(
  connection: KafkaConnection,
  broker: number,
  names: readonly string[],
): Promise<Map<string, Commits>> {
  if (names.length === 0) return new Map();
  const { groups } = await connection.send(offsetFetch, { groups: names }, broker);
  return new Map(
    groups.map(({ group, errorCode, offsets }): [string, Commits] => {
      const wrong = [errorCode, ...offsets.map((offset) => offset.errorCode)].find((code) => code !== 0);
      if (wrong !== undefined) return [group, refusal(group, wrong)];
      return [group, { committed: offsets.filter(({ offset }) => offset >= 0n) }];
    }),
  );
}

function refusal(group: string, errorCode: number): { readonly because: string } {
  const error = errorName(errorCode);
  return { because: error === 'GROUP_AUTHORIZATION_FAILED' ? `needs Describe on Group:${group}` : error };
}
