import type { ServerSight } from '../../actions/rolling-reboot/src/core/server-sight.ts';
import type { FakeMachine } from './fake-machine.ts';

const NOT_ALLOWED = 'it is not in the whitelist';

/** A ZooKeeper ensemble on its machines: who leads, who follows, and what each server says when it is asked. */
export class FakeEnsemble {
  readonly machines: readonly FakeMachine[];
  /** As long as it is up. */
  leader = 1;
  /** Ids of followers that serve, and that the leader does not count in sync. */
  unsynced: ReadonlySet<number> = new Set();
  /** The words that are allowed beside `srvr`. */
  words: readonly ('mntr' | 'conf')[] = ['mntr', 'conf'];

  constructor(machines: readonly FakeMachine[]) {
    this.machines = machines;
  }

  look(now: number): ServerSight[] {
    const up = this.machines.filter((machine) => machine.serves(now));
    const participants = up.filter(({ isVoter }) => isVoter).map(({ id }) => id);
    const hasMajority = participants.length * 2 > this.#voters().length;
    if (hasMajority && !participants.includes(this.leader)) this.leader = participants[0] ?? 0;
    return this.machines.map((machine) => ({
      address: `${machine.address}:2181`,
      hosts: [machine.address],
      id: up.includes(machine) && hasMajority && this.words.includes('conf') ? machine.id : undefined,
      answer: this.#answer(machine, up.includes(machine), hasMajority ? participants : []),
    }));
  }

  #answer(machine: FakeMachine, isUp: boolean, participants: readonly number[]): ServerSight['answer'] {
    if (!isUp) return { kind: 'silent', reason: 'connect ECONNREFUSED' };
    if (participants.length === 0) return { kind: 'idle', reason: 'not currently serving requests' };
    const mode = this.#modeOf(machine);
    if (!this.words.includes('mntr')) return { kind: 'serves', server: { mode, uncounted: NOT_ALLOWED } };
    const voters = this.#voters().length;
    const synced = participants.filter((id) => id !== this.leader && !this.unsynced.has(id)).length;
    return {
      kind: 'serves',
      server: mode === 'leader' ? { mode, voters, syncedFollowers: synced } : { mode, voters },
    };
  }

  #modeOf({ id, isVoter }: FakeMachine): 'leader' | 'follower' | 'observer' {
    if (!isVoter) return 'observer';
    return id === this.leader ? 'leader' : 'follower';
  }

  #voters(): FakeMachine[] {
    return this.machines.filter(({ isVoter }) => isVoter);
  }
}
