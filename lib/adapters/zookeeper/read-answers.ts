/** What one server answered; a word that got no answer is its failure. */
export interface Answers {
  readonly srvr: string | Error;
  readonly mntr: string | Error;
  readonly conf: string | Error;
}

/**
 * A server serves, or it runs and serves nobody (it has no leader, is read-only, or does not allow `srvr`), or nobody
 * is there who answers.
 */
export type ZooKeeperAnswer =
  | { readonly kind: 'serves'; readonly server: ZooKeeperServer }
  | { readonly kind: 'idle' | 'silent'; readonly reason: string };

/** One ZooKeeper server by its own words. */
export interface ZooKeeperServer {
  /** Its myid; only where `conf` is allowed. One that stands alone has none. */
  readonly id?: number;
  readonly mode: ZooKeeperMode;
  /** The last transaction that it has: the epoch of its leader in the upper 32 bits, a counter in the lower. */
  readonly zxid: bigint;
  /** How many servers have a vote, itself included, by its own configuration. */
  readonly voters?: number;
  /** The ids of the servers that have a vote; only where `conf` is allowed. */
  readonly voterIds?: readonly number[];
  /** Leader only: how many followers with a vote are in sync with it, itself not counted. */
  readonly syncedFollowers?: number;
  /** Why there are no numbers: the server did not answer `mntr`. */
  readonly uncounted?: string;
}

export type ZooKeeperMode = 'leader' | 'follower' | 'observer' | 'standalone';

/** What a server is by its answers, or why they tell nothing. Numbers that it does not give are left out, never 0. */
export function readAnswers({ srvr, mntr, conf }: Answers): ZooKeeperAnswer {
  if (srvr instanceof Error) return { kind: 'silent', reason: srvr.message };
  const is = readSrvr(srvr);
  if (typeof is === 'string') return idle(is);
  const counts = readMntr(mntr);
  if (counts.state !== undefined && counts.state !== is.mode) {
    return idle(`it was ${is.mode}, then ${counts.state} while it was asked`);
  }
  return { kind: 'serves', server: { ...is, ...counts.numbers, ...readConf(conf) } };
}

const idle = (reason: string): ZooKeeperAnswer => ({ kind: 'idle', reason });

function readSrvr(answer: string): Pick<ZooKeeperServer, 'mode' | 'zxid'> | string {
  const [, mode] = /^Mode: (\S+)$/m.exec(answer) ?? [];
  const [, zxid] = /^Zxid: (0x[0-9a-f]+)$/m.exec(answer) ?? [];
  if (mode === undefined || zxid === undefined) return strange('srvr', answer);
  return isMode(mode) ? { mode, zxid: BigInt(zxid) } : `its mode is ${mode.slice(0, 50)}`;
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
      voters: number('zk_quorum_size'),
      // Since 3.6 followers without a vote are among them; there were none before.
      syncedFollowers:
        synced === undefined ? undefined : synced - (number('zk_synced_non_voting_followers') ?? 0),
    }),
  };
}

/** `conf` is not allowed everywhere: it only adds. */
function readConf(answer: string | Error): Pick<ZooKeeperServer, 'id' | 'voterIds'> {
  if (answer instanceof Error) return {};
  const [, id] = /^serverId=(\d+)$/m.exec(answer) ?? [];
  const members = [...answer.matchAll(/^server\.(\d+)=\S+:(participant|observer)\b/gm)];
  const voterIds = members.filter(([, , type]) => type === 'participant').map(([, member]) => Number(member));
  // One that stands alone has no members, and 0 as its id.
  return members.length === 0 || id === undefined ? {} : { id: Number(id), voterIds };
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
