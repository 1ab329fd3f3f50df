import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { ApprovedPlan } from './core/approved-plan.ts';
import type { SeenPlan } from './core/conclude.ts';
import { type PreviewDifference, sincePreview } from './core/since-preview.ts';
import { missingOperations } from './core/what-moved.ts';
import type { Ports, TopicCluster } from './ports.ts';
import { readPlanFile } from './read-approved-plan.ts';
import { seenOf } from './seen-of.ts';

export interface Preview {
  /** null: it was not compared. */
  readonly sincePreview: readonly PreviewDifference[] | null;
  readonly warnings: readonly Problem[];
}

/**
 * In which operations a plan differs from the one that the pull request showed. It is told and nothing more: where the
 * file cannot be compared, that is a warning, since what is approved is the plan.
 */
export async function comparePreview(
  file: string,
  { plan, identity }: Pick<SeenPlan, 'plan' | 'identity'>,
  { readText, cluster }: Pick<Ports, 'readText'> & { readonly cluster: TopicCluster },
): Promise<Preview> {
  if (file === '') return { sincePreview: null, warnings: [] };
  try {
    const preview = readPlanFile(await readText(file), 'preview-plan');
    if (preview.environment !== identity.environment || preview.clusterId !== identity.clusterId) {
      return uncompared('it is the plan of another environment or cluster');
    }
    const seen = await seenOf(missingOperations(preview, identity), cluster);
    return {
      sincePreview: sincePreview(preview, { plan, identity, ...seen }),
      warnings: otherPolicies(preview, identity),
    };
  } catch (failure) {
    if (failure instanceof WorldFailure) return uncompared(failure.message.replace(/\.$/, ''));
    if (failure instanceof ProblemsFound) return { sincePreview: null, warnings: failure.problems };
    throw failure;
  }
}

const uncompared = (what: string): Preview => ({
  sincePreview: null,
  warnings: [{ where: 'input preview-plan', what, fix: 'What is new since the preview is not told.' }],
});

const otherPolicies = (preview: ApprovedPlan, { policies }: SeenPlan['identity']): Problem[] =>
  preview.policies === policies
    ? []
    : [
        {
          where: 'input preview-plan',
          what: 'the policies are not those of the preview',
          fix: 'Look at what is blocked now.',
        },
      ];
