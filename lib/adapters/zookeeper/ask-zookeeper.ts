import { lookup } from 'node:dns/promises';
import type { HostPort } from '../../core/host-port.ts';
import { fourLetterWord } from './four-letter-word.ts';
import { type Answers, readAnswers, type ZooKeeperAnswer } from './read-answers.ts';

/** What was heard at one address of an ensemble. */
export interface ZooKeeperSight {
  readonly address: HostPort;
  /** The host as it is written, and what it resolves to. */
  readonly hosts: readonly string[];
  readonly answer: ZooKeeperAnswer;
}

/** Asks every server itself, all at once, and waits at most `timeoutMs` for each. Never throws. */
export const askZooKeeper = (addresses: readonly HostPort[], timeoutMs: number): Promise<ZooKeeperSight[]> =>
  Promise.all(addresses.map((address) => askServer(address, timeoutMs)));

async function askServer(address: HostPort, timeoutMs: number): Promise<ZooKeeperSight> {
  const ask = (word: keyof Answers) => fourLetterWord(word, address, timeoutMs).catch(asError);
  const [srvr, mntr, conf, resolved] = await Promise.all([
    ask('srvr'),
    ask('mntr'),
    ask('conf'),
    resolve(address.host),
  ]);
  return { address, hosts: [address.host, ...resolved], answer: readAnswers({ srvr, mntr, conf }) };
}

/** A name that nobody knows now may still belong to a server that is known by other means. */
const resolve = (host: string): Promise<string[]> =>
  lookup(host, { all: true }).then(
    (found) => found.map(({ address }) => address).filter((address) => address !== host),
    () => [],
  );

const asError = (failure: unknown): Error =>
  failure instanceof Error ? failure : new Error(String(failure));
