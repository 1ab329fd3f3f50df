import type { HostPort } from '../../lib/core/host-port.ts';
import { fourLetterWord } from './four-letter-word.ts';
import { type Answers, readAnswers, type ZooKeeperServer } from './read-answers.ts';

/** Whom to ask: a server's myid and its client port. */
export interface ZooKeeperAddress extends HostPort {
  readonly id: number;
}

/** What one look at an ensemble shows. */
export interface ZooKeeperSight {
  readonly servers: readonly ZooKeeperServer[];
  /** Those that tell nothing: they may be down, cut off, or without a leader. */
  readonly silent: readonly { readonly id: number; readonly reason: string }[];
}

/** Asks every server itself, all at once, and waits at most `timeoutMs`; who does not answer is silent, with a reason. */
export async function askZooKeeper(
  servers: readonly ZooKeeperAddress[],
  timeoutMs: number,
): Promise<ZooKeeperSight> {
  const told = await Promise.all(servers.map((server) => askServer(server, timeoutMs)));
  return {
    servers: told.flatMap(({ server }) => (typeof server === 'string' ? [] : [server])),
    silent: told.flatMap(({ id, server }) => (typeof server === 'string' ? [{ id, reason: server }] : [])),
  };
}

async function askServer(address: ZooKeeperAddress, timeoutMs: number) {
  const ask = (word: keyof Answers) => fourLetterWord(word, address, timeoutMs).catch(asError);
  const [srvr, mntr, conf] = await Promise.all([ask('srvr'), ask('mntr'), ask('conf')]);
  return { id: address.id, server: readAnswers(address.id, { srvr, mntr, conf }) };
}

const asError = (failure: unknown): Error =>
  failure instanceof Error ? failure : new Error(String(failure));
