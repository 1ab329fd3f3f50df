/** What one server answered; a word that got no answer is its failure. */
export interface Answers {
  readonly srvr: string | Error;
  readonly mntr: string | Error;
  readonly conf: string | Error;
}

/** One ZooKeeper server by its own words. */
export interface ZooKeeperServer {
  /** Its myid: what it was asked as, which its own `conf` does not contradict. */
  readonly id: number;
  readonly mode: ZooKeeperMode;
  /** The last transaction that it has: the epoch of its leader in the upper 32 bits, a counter in the lower. */
  readonly zxid: bigint;
  /** How long its process has lived, in milliseconds. */
  readonly uptime?: number;
  /** How many servers have a vote, itself included, by its own configuration. */
  readonly voters?: number;
  /** The ids of the servers that have a vote; only where `conf` is allowed. */
  readonly voterIds?: readonly number[];
  /** Leader only: how many followers with a vote are in sync with it, itself not counted. */
  readonly syncedFollowers?: number;
  /** Leader only: how many observers are in sync with it. */
  readonly syncedObservers?: number;
  /** Leader only: how many followers and observers are connected to it, in sync or not. */
  readonly learners?: number;
  /** Why there are no numbers: the server did not answer `mntr`. */
  readonly uncounted?: string;
}

export type ZooKeeperMode = 'leader' | 'follower' | 'observer' | 'standalone';

/** What a server is by its answers, or why they tell nothing. Numbers that it does not give are left out, never 0. */
export function readAnswers(id: number, { srvr, mntr, conf }: Answers): ZooKeeperServer | string {
  const is = srvr instanceof Error ? srvr.message : readSrvr(srvr);
  if (typeof is === 'string') return is;
  const has = readConf(conf);
  if (has.id !== undefined && has.id !== id) {
    return `it says that its id is ${String(has.id)}, not ${String(id)}`;
  }
  const counts = readMntr(mntr);
  if (counts.state !== undefined && counts.state !== is.mode) {
    return `it was ${is.mode}, then ${counts.state} while it was asked`;
  }
  return { id, ...is, ...counts.numbers, ...has.membership };
}

function readSrvr(answer: string): Pick<ZooKeeperServer, 'mode' | 'zxid'> | string {
  const [, mode = ''] = /^Mode: (\S+)$/m.exec(answer) ?? [];
  const [, zxid] = /^Zxid: (0x[0-9a-f]+)$/m.exec(answer) ?? [];
  return isMode(mode) && zxid !== undefined ? { mode, zxid: BigInt(zxid) } : strange('srvr', answer);
}

const MODES: readonly string[] = ['leader', 'follower', 'observer', 'standalone'] satisfies ZooKeeperMode[];
const isMode = (text: string): text is ZooKeeperMode => MODES.includes(text);

type Counts = Omit<ZooKeeperServer, 'id' | 'mode' | 'zxid' | 'voterIds'>;

function readMntr(answer: string | Error): { state?: string; numbers: Counts } {
  if (answer instanceof Error) return { numbers: { uncounted: answer.message } };
  const values = new Map(answer.split('\n').map(nameAndValue));
  const state = values.get('zk_server_state');
  if (state === undefined) return { numbers: { uncounted: strange('mntr', answer) } };
  const number = (name: string) => wholeNumber(values.get(name));
  const synced = number('zk_synced_followers');
  return {
    state,
    numbers: defined({
      uptime: number('zk_uptime'),
      voters: number('zk_quorum_size'),
      // Since 3.6 followers without a vote are among them; there were none before.
      syncedFollowers:
        synced === undefined ? undefined : synced - (number('zk_synced_non_voting_followers') ?? 0),
      syncedObservers: number('zk_synced_observers'),
      // Named zk_followers before 3.6.
      learners: number('zk_learners') ?? number('zk_followers'),
    }),
  };
}

/** `conf` is not allowed everywhere: it only adds. */
function readConf(answer: string | Error): { id?: number; membership?: Pick<ZooKeeperServer, 'voterIds'> } {
  if (answer instanceof Error) return {};
  const [, id] = /^serverId=(\d+)$/m.exec(answer) ?? [];
  const members = [...answer.matchAll(/^server\.(\d+)=\S+:(participant|observer)\b/gm)];
  const voterIds = members.filter(([, , type]) => type === 'participant').map(([, member]) => Number(member));
  // One that stands alone has no members, and 0 as its id.
  return members.length === 0 ? {} : { id: Number(id), membership: { voterIds } };
}

function nameAndValue(line: string): [string, string] {
  const [name = '', value = ''] = line.split('\t');
  return [name, value];
}

/** Some numbers are written with a fraction. */
const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+(\.0)?$/.test(text) ? Number(text) : undefined;

/** What the server said in one line, or that it said nothing. */
function strange(word: string, answer: string): string {
  const [line = ''] = answer.trim().split('\n');
  return line === ''
    ? `it closed the connection without an answer to ${word}`
    : `to ${word}: ${line.slice(0, 200)}`;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends object>(values: T): Given<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
