import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { Result } from './core/result.ts';
import type { Ports } from './ports.ts';
import type { Outlet } from './publish.ts';

type Told = Pick<
  TopicSyncInputs,
  'ignore' | 'environment' | 'files' | 'include' | 'github' | 'deletion' | 'consents'
>;

interface Around {
  readonly ports: Ports;
  readonly outlet: Outlet;
  /** The patterns of the files that the environment has. */
  readonly usual: readonly string[];
}

/**
 * Records the commit whose files the cluster is like now, for the plans that follow; a topic that could not be seen was
 * left alone, like one to ignore. An apply of some topics only, of other files than the commit has, or with a base of its
 * own is none of it; nor is one of older files that are run again.
 */
export async function recordApplied(
  result: Result,
  inputs: Told,
  { ports, outlet, usual }: Around,
): Promise<void> {
  const { environment, files, github, ignore } = inputs;
  const { headSha } = ports.github.event;
  if (!isWhole(result, inputs) || headSha === '') return;
  const unseen = result.plan.unknown.map(({ topic }) => topic);
  const applied = { commit: headSha, files, ignore: [...ignore, ...unseen] };
  const why =
    whyPartial(files, usual) ??
    (await whyNot(headSha, inputs, ports)) ??
    (await refusalOf(ports.github.open(github.token).recordApplied(environment, applied)));
  if (why !== null)
    outlet.warning(
      `The commit ${headSha} is not recorded as applied to ${environment}: ${why}. Give base-ref to plans.`,
    );
}

function isWhole(
  { command, status }: Pick<Result, 'command' | 'status'>,
  { environment, include, github, deletion }: Told,
): boolean {
  const isApplied = command === 'apply' && (status === 'applied' || status === 'in-sync');
  const isKept = environment !== '' && github.token !== '' && deletion.baseRef === '';
  return isApplied && isKept && include.join() === '*';
}

const whyPartial = (files: readonly string[], usual: readonly string[]): string | null =>
  files.toSorted().join('\n') === usual.toSorted().join('\n')
    ? null
    : 'the input files names others than the environment file';

async function whyNot(commit: string, inputs: Told, ports: Ports): Promise<string | null> {
  if (!(await isCommitted(commit, inputs.files, ports)))
    return 'the files that were applied are not those of this commit';
  return inputs.consents.has('overwrite') ? null : whyNotNext(inputs, ports);
}

/** What is recorded moves forward only: of two applies that overlap, too, the newer commit stays. */
async function whyNotNext({ environment, github: { token } }: Told, ports: Ports): Promise<string | null> {
  const last = await ports.github.open(token).lastApplied(environment);
  if (last.kind !== 'known') return last.kind === 'none' ? null : last.because;
  try {
    const isNext = (await ports.ancestryOf(last.commit)) !== 'not-earlier';
    return isNext ? null : `${last.commit}, which was applied, does not come before it`;
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return failure.message.replace(/\.$/, '');
  }
}

async function isCommitted(commit: string, files: readonly string[], ports: Ports): Promise<boolean> {
  try {
    const [here, there] = await Promise.all([ports.readYaml(files), ports.readYamlAt(commit, files)]);
    return JSON.stringify(here.documents) === JSON.stringify(there.documents);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return false;
  }
}

async function refusalOf(
  recording: ReturnType<ReturnType<Ports['github']['open']>['recordApplied']>,
): Promise<string | null> {
  const kept = await recording;
  return kept.kind === 'refused' ? kept.because : null;
}
