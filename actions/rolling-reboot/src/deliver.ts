import type { SaveFile } from '../../../lib/adapters/report-folder.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { describeProblem } from '../../../lib/core/problem.ts';
import type { Report } from './core/report.ts';
import { summary } from './core/summary.ts';

/** Hands the report over: the summary, the outputs, the JSON file, and for a halt the exit code. */
export async function deliver(report: Report, runner: Runner, saveFile: SaveFile): Promise<void> {
  const file = await saveFile('report.json', `${JSON.stringify(report, null, 2)}\n`);
  await runner.writeSummary(summary(report));
  const restarted = report.nodes.filter(({ did }) => did === 'restarted').map(({ node }) => node);
  const outputs = {
    status: report.status,
    'cycle-id': report.cycle ?? '',
    'goes-on': String(report.goesOn),
    restarted: JSON.stringify(restarted),
    remaining: JSON.stringify(report.remaining),
    report: file,
  };
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value);
  runner.info(`status: ${report.status}; restarted ${restarted.join(', ') || 'none'}; report: ${file}`);
  if (report.status !== 'halted') return;
  for (const problem of report.problems) runner.error(describeProblem(problem));
  runner.setFailed(
    `The rolling reboot halted with ${String(report.remaining.length)} nodes remaining. Run again to continue.`,
  );
}
