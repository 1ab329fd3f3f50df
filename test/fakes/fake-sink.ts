import type { NewRecord } from '../../services/producer/src/core/records.ts';
import type { SendEnd, Sink } from '../../services/producer/src/ports.ts';

/** Kafka that acknowledges when the test says so. */
export class FakeSink implements Sink {
  readonly written: string[] = [];
  /** How the next batches end; acknowledged when there is nothing more. */
  readonly ends: SendEnd[] = [];
  /** Batches wait for it. */
  open: Promise<unknown> = Promise.resolve();
  most = 0;
  #underway = 0;

  partitionOf({ key = '' }: NewRecord): number {
    return key === 'b' ? 1 : 0;
  }

  async send(_: number, records: readonly NewRecord[], signal: AbortSignal): Promise<SendEnd> {
    this.#underway += 1;
    this.most = Math.max(this.most, this.#underway);
    const told = new Promise<SendEnd>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve({ kind: 'given-up', because: 'no time' });
      });
    });
    const acknowledged = this.open.then((): SendEnd => this.ends.shift() ?? { kind: 'acknowledged' });
    const end = await Promise.race([acknowledged, told]);
    this.#underway -= 1;
    if (end.kind === 'acknowledged') this.written.push(...records.map(({ value }) => value));
    return end;
  }
}
