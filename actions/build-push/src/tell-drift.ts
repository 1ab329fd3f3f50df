import { hiddenMarker } from '../../../lib/core/hidden-marker.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Report } from './core/report.ts';
import { summary } from './core/summary.ts';
import type { Session } from './session.ts';

/** Keeps the issue of an environment. Nobody looks at the runs of a schedule: a drift that cannot be told must not look like none. */
export async function tellDrift(report: Report, { inputs, ports }: Session): Promise<void> {
  const { githubToken: token } = inputs.secrets;
  if (token === '') return;
  const { environment } = inputs;
  const marker = hiddenMarker('build-push', 'drift', environment);
  const kept = await ports.issues(token).keepIssue({
    marker,
    body: [marker, summary(report), `[The run that saw it](${ports.runUrl})`].join('\n\n'),
    title: `Image repositories drift${environment === '' ? '' : `: ${environment}`}`,
    label: 'kafka-drift',
    isOpen: report.status === 'drifted',
  });
  if (kept.kind === 'refused')
    throw new WorldFailure(`The issue that tells of the drift was not written: ${kept.because}`);
  if (kept.kind === 'kept') ports.say(`The drift is told in ${kept.url}`);
}
