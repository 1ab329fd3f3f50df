/** How many servers of an ensemble have a vote, by one of them. */
export interface MembershipClaim {
  readonly server: number;
  /** `1, 2, 3` where it names them, else `3 voters`. */
  readonly says: string;
}

/** What is wrong with a ZooKeeper ensemble, as data. Servers are named by their myid, or by their address without one. */
export type EnsembleFault =
  | { readonly kind: 'unplaced-server'; readonly address: string }
  | { readonly kind: 'unknown-server'; readonly address: string; readonly server: number }
  | {
      readonly kind: 'misplaced-server';
      readonly address: string;
      readonly says: number;
      readonly tagged: number;
    }
  | { readonly kind: 'server-twice'; readonly server: number; readonly addresses: readonly string[] }
  | { readonly kind: 'spare-addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'no-address'; readonly server: number }
  | { readonly kind: 'lone-server'; readonly server: number }
  | { readonly kind: 'two-leaders'; readonly servers: readonly number[] }
  | { readonly kind: 'uncounted'; readonly server: number; readonly reason: string }
  | {
      readonly kind: 'memberships-disagree';
      readonly one: MembershipClaim;
      readonly other: MembershipClaim;
    }
  | { readonly kind: 'voters-without-instance'; readonly voters: readonly number[] }
  | { readonly kind: 'too-many-voters'; readonly voters: number; readonly instances: number }
  | { readonly kind: 'silent-server'; readonly server: number; readonly reason: string }
  | {
      readonly kind: 'followers-disagree';
      readonly leader: number;
      readonly counted: number;
      readonly answering: number;
    };

type Kind = EnsembleFault['kind'];
type Words = { readonly [K in Kind]: (fault: Extract<EnsembleFault, { kind: K }>) => string };

/** One sentence part for people. */
export const describeFault = (fault: EnsembleFault): string =>
  (WORDS[fault.kind] as (each: EnsembleFault) => string)(fault);

/** What a person does about it. */
export const faultRemedy = ({ kind }: EnsembleFault): string => REMEDIES[kind];

const ids = (servers: readonly number[]): string => servers.join(', ');

const WORDS: Words = {
  'unplaced-server': ({ address }) => `the ZooKeeper server at ${address} is on none of the instances`,
  'unknown-server': ({ address, server }) =>
    `the ZooKeeper server at ${address} has the id ${String(server)}, and no instance has it`,
  'misplaced-server': ({ address, says, tagged }) =>
    `the ZooKeeper server at ${address} says that its id is ${String(says)}, and its instance is tagged ${String(tagged)}`,
  'server-twice': ({ server, addresses }) =>
    `${addresses.join(' and ')} are both ZooKeeper server ${String(server)}`,
  'spare-addresses': ({ addresses }) =>
    `nobody answers at ${addresses.join(', ')} of zookeeper-connect, and fewer ZooKeeper instances are missing`,
  'no-address': ({ server }) => `zookeeper-connect does not name zookeeper-${String(server)}`,
  'lone-server': ({ server }) => `ZooKeeper server ${String(server)} stands alone, outside of the ensemble`,
  'two-leaders': ({ servers }) => `the ZooKeeper servers ${ids(servers)} all say that they lead`,
  uncounted: ({ server, reason }) =>
    `ZooKeeper server ${String(server)} leads and does not tell how many followers are in sync (${reason})`,
  'memberships-disagree': ({ one, other }) =>
    `the ZooKeeper servers disagree on who has a vote: by ${String(one.server)} ${one.says}, by ${String(other.server)} ${other.says}`,
  'voters-without-instance': ({ voters }) =>
    `the ZooKeeper servers ${ids(voters)} have a vote, and no instance has their ids`,
  'too-many-voters': ({ voters, instances }) =>
    `${String(voters)} ZooKeeper servers have a vote, and at most ${String(instances)} of them are on an instance`,
  'silent-server': ({ server, reason }) => `ZooKeeper server ${String(server)} does not serve (${reason})`,
  'followers-disagree': ({ leader, counted, answering }) =>
    `${String(answering)} ZooKeeper servers say that they follow, and their leader ${String(leader)} counts ${String(counted)} in sync`,
};

const ALLOW_WORDS = 'in zoo.cfg of every server, then restart them one by one';
const MATCH_TAGS =
  'Make zookeeper-connect and the tags of the instances agree: one address for each ZooKeeper server, its tag the myid.';
const LOOK_AT_SERVER = 'Look at the log of the ZooKeeper server and at the network to its client port.';
const LOOK_AT_MEMBERS = 'Give every server the same server.N lines, and restart the one that lacks them.';

const REMEDIES: Readonly<Record<Kind, string>> = {
  'unplaced-server': `Write the private address or DNS name of its instance in zookeeper-connect, or allow its id to be asked: 4lw.commands.whitelist=srvr,mntr,conf ${ALLOW_WORDS}.`,
  'unknown-server': MATCH_TAGS,
  'misplaced-server': MATCH_TAGS,
  'server-twice': MATCH_TAGS,
  'spare-addresses': MATCH_TAGS,
  'no-address': MATCH_TAGS,
  'lone-server': LOOK_AT_MEMBERS,
  'two-leaders': LOOK_AT_SERVER,
  uncounted: `Allow the word: 4lw.commands.whitelist=srvr,mntr ${ALLOW_WORDS}.`,
  'memberships-disagree': LOOK_AT_MEMBERS,
  'voters-without-instance':
    'Tag their instances so that the node filters find them, or take them out of the ensemble.',
  'too-many-voters':
    'Tag their instances so that the node filters find them, or take them out of the ensemble.',
  'silent-server': LOOK_AT_SERVER,
  'followers-disagree': 'Wait until all followers are in sync; look at the log of the one that is not.',
};
