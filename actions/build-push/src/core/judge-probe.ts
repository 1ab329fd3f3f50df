import type { ProbeRun } from '../../../../lib/core/probe-run.ts';
import type { Probe } from './image-facts.ts';

/** Whether an image can live without a network, capabilities and a writable root, and ends when it is told. */
export function judgeProbe(platform: string, ran: ProbeRun): Probe {
  const { ended, exitCode, stopSeconds, writes, lastLines } = ran;
  const failed = (because: string): Probe => ({ platform, outcome: 'failed', because });
  if (writes.length > 0)
    return failed(`it wrote to ${writes.slice(0, 5).join(', ')}; write to a mounted folder (probe-writable)`);
  switch (ended) {
    case 'killed':
      return failed('it did not end after SIGTERM within stop-timeout; handle the signal as process 1');
    case 'when told':
      return { platform, outcome: 'passed', because: `it ended ${stopSeconds.toFixed(1)} s after SIGTERM` };
    case 'by itself':
      return exitCode === 0
        ? { platform, outcome: 'passed', because: 'it ended by itself with code 0' }
        : failed(
            `it ended by itself with code ${String(exitCode)}${lastWords(lastLines)}; give what it needs (probe-env)`,
          );
  }
}

const LONGEST = 200;
const SHOWN = 3;

function lastWords(lines: readonly string[]): string {
  const last = lines.filter((line) => line.trim() !== '').slice(-SHOWN);
  return last.map((line) => `: ${line.slice(0, LONGEST)}`).join('');
}
