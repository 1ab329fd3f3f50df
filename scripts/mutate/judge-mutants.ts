import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Task, Verdict } from './mutant-worker.ts';

/** Milliseconds; what takes longer never comes to an end. */
const ENDS_WITHIN = 120_000;
/** The modules of each mutant stay in memory as long as its thread. */
const MUTANTS_PER_THREAD = 100;

export interface Judging<M> {
  readonly root: string;
  readonly toTask: (mutant: M) => Task;
}

export interface Judged<M> {
  readonly mutant: M;
  /** Undefined when it never ended, or ended its thread. */
  readonly verdict: Verdict | undefined;
}

/** Runs the tests on every mutant, as many at the same time as there are processors. */
export async function judgeMutants<M>(
  mutants: readonly M[],
  { root, toTask }: Judging<M>,
): Promise<Judged<M>[]> {
  const waiting = [...mutants];
  const judged: Judged<M>[] = [];
  const judgeSome = async (): Promise<void> => {
    let thread = startThread(root);
    let served = 0;
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const verdict = await ask(thread, toTask(mutant));
      judged.push({ mutant, verdict });
      served += 1;
      if (verdict !== undefined && served % MUTANTS_PER_THREAD > 0) continue;
      await thread.terminate();
      thread = startThread(root);
    }
    await thread.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, judgeSome));
  return judged;
}

const startThread = (root: string): Worker =>
  new Worker(new URL('mutant-worker.ts', import.meta.url), {
    workerData: { root },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });

async function ask(thread: Worker, task: Task): Promise<Verdict | undefined> {
  thread.postMessage(task);
  try {
    const signal = AbortSignal.timeout(ENDS_WITHIN);
    const [verdict] = (await once(thread, 'message', { signal })) as [Verdict];
    return verdict;
  } catch {
    return undefined;
  }
}
