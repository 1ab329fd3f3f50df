import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from './eventually.ts';
import { childrenOf, isRunning } from './processes.ts';

jest.setTimeout(120_000);

/** Starts a lab, tells about it in one line and never ends: it is there to be killed. */
const HOLDER = `
import { startLab } from ${JSON.stringify(join(import.meta.dirname, '..', '..', 'lab', 'lab.ts'))};
const { dir, supervisorPid } = await startLab({ brokers: 1 });
console.log(JSON.stringify({ dir, supervisorPid }));
`;

interface HeldLab {
  readonly holder: ChildProcess;
  readonly dir: string;
  readonly supervisorPid: number;
  /** The supervisor, the broker's JVM and moto. */
  readonly pids: readonly number[];
}

async function holdLab(): Promise<HeldLab> {
  const script = ['--input-type=module', '--eval', HOLDER];
  const holder = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: holder.stdout }), 'line')) as [string];
  const told = JSON.parse(line) as { dir: string; supervisorPid: number };
  return { ...told, holder, pids: [told.supervisorPid, ...childrenOf(told.supervisorPid)] };
}

const allEnd = ({ pids }: HeldLab) =>
  eventually(`the processes ${pids.join(', ')} end`, () => !pids.some(isRunning), 10_000);

describe('no process of a lab is left', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)(
    'when who started it gets %s; its folder goes too',
    async (signal) => {
      const lab = await holdLab();
      expect(lab.pids).toHaveLength(3);
      lab.holder.kill(signal);
      await allEnd(lab);
      expect(existsSync(lab.dir)).toBe(false);
    },
  );

  test('when its supervisor is killed', async () => {
    const lab = await holdLab();
    process.kill(lab.supervisorPid, 'SIGKILL');
    await allEnd(lab);
    lab.holder.kill('SIGKILL');
    await rm(lab.dir, { recursive: true });
    expect(lab.pids).toHaveLength(3);
  });
});
