import { describeProblem } from '../../../lib/core/problem.ts';
import { oneLine } from './core/describe.ts';
import { exportConclusion, type Exported, leftOutLine, renderExport } from './core/export/exported.ts';
import type { Outlet } from './publish.ts';

/** Tells what an export wrote, and each thing that it left out with its reason. */
export async function publishExport(exported: Exported, outlet: Outlet): Promise<void> {
  for (const file of exported.written) outlet.info(`  written: ${file}`);
  for (const file of exported.unchanged) outlet.info(`  as before: ${file}`);
  for (const each of exported.leftOut) outlet.info(`  left out: ${leftOutLine(each)}`);
  for (const finding of [...exported.violations, ...exported.findings])
    outlet.warning(oneLine(describeProblem(finding)), finding.place);
  await outlet.writeSummary(renderExport(exported));
  outlet.setOutput('exported', String(exported.topics));
  outlet.setOutput('exported-files', [...exported.written, ...exported.unchanged].join('\n'));
  outlet.info(exportConclusion(exported));
}
