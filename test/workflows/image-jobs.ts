import { NAMES } from './bench-environments.ts';
import type { BenchImages } from './bench-images.ts';
import type { WorkflowRun } from './run-act.ts';

/** The jobs of deploy.yml where images are built: after the first one. */
export function withImages(jobs: readonly string[], { names }: BenchImages): readonly string[] {
  if (names.length === 0) return jobs;
  const [validate = '', ...others] = jobs;
  return [validate, 'prepare success', ...names.map((name) => `${name} success`), ...others];
}

/** The jobs as they ended, but for those that build: they run at once, and stand in the order of their names. */
export function inOrder<T extends { readonly jobs: string[] }>(outcome: T, { names }: BenchImages): T {
  if (names.length === 0) return outcome;
  const [validate = '', prepare = '', ...others] = outcome.jobs;
  const builds = others.splice(0, names.length).sort();
  return { ...outcome, jobs: [validate, prepare, ...builds, ...others] };
}

interface BuiltImage {
  readonly image: string;
  readonly status: string | undefined;
  readonly digest: string | undefined;
}

/** What came of each image that a run has built or taken. */
export const builtBy = ({ jobs }: WorkflowRun, { names }: BenchImages): BuiltImage[] =>
  names.map((image) => {
    const { status, digest } = jobs.find(({ job }) => job === image)?.outputs ?? {};
    return { image, status, digest };
  });

/** The digest that each environment takes an image by, in their order. */
export const takenBy = (images: BenchImages, image: string): Promise<(string | undefined)[]> =>
  Promise.all(NAMES.map((name) => images.tagged(image, `env-${name}`)));
