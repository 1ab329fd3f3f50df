import type { LedgerRecord } from '../../actions/rolling-reboot/src/core/ledger.ts';
import type { Ledger } from '../../actions/rolling-reboot/src/ports.ts';
import { Fenced } from '../../lib/adapters/kafka/fenced-log.ts';
import type { FakeProcess } from './fake-process.ts';

const SETTINGS = { topic: '_rolling-reboot', transactionalId: 'rolling-reboot-c', transactionTimeoutMs: 1 };

/** The state topic: who opens it fences whoever had it open before. */
export class FakeLedger {
  readonly records: LedgerRecord[] = [];
  #epoch = 0;

  portOf(process: FakeProcess): Ledger {
    let epoch: number | undefined;
    const fence = (): void => void (epoch ??= this.#epoch += 1);
    return {
      fence: () => process.change('ledger.fence', fence),
      prepare: () => process.change('ledger.prepare', fence),
      read: () => process.ask('ledger.read', () => [...this.records]),
      append: (record) =>
        process.change(`ledger.append ${record.state}`, () => {
          epoch ??= this.#epoch += 1;
          if (epoch !== this.#epoch) throw new Fenced(SETTINGS, {});
          this.records.push(record);
        }),
    };
  }

  /** A stop of the node was announced, and nobody has written yet how it ended. */
  announces(node: string): boolean {
    const last = this.records.findLast(
      (record) => 'node' in record && record.node === node && ENDS_OR_BEGINS.includes(record.state),
    );
    return last?.state === 'stopping';
  }
}

const ENDS_OR_BEGINS = ['stopping', 'restarted', 'not-stopped'];
