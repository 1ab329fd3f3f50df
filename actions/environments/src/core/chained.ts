import { plainValue, type SourceValue, valueAtKey } from '../../../../lib/core/source-value.ts';
import type { EnvironmentDocument } from '../../../../lib/core/environment-document.ts';

/** What a job of a workflow needs to know of its environment; the actions read the rest from the file. */
export interface Chained {
  readonly environment: string;
  readonly file: string;
  /** Its turn in a deployment, from 1; null has none. */
  readonly order: number | null;
  readonly mode: string;
  /** Empty where the file does not say it, as are region and cluster. */
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** What applies its topics, for a job that takes it to look, too; empty where the file names no role for that. */
  readonly topicsRole: string;
  readonly images: readonly string[];
  /** The repositories of Amazon ECR, as the input `registries` of build-push has them. */
  readonly registries: readonly Registry[];
}

interface Registry {
  readonly repository: string;
  readonly region?: string;
  readonly account?: string;
}

export function chained({ name, file, content }: EnvironmentDocument): Chained {
  const said = (key: string): unknown => saidAt(content, key);
  const order = said('spec.order');
  const where = { account: textOf(said('spec.aws.account')), region: textOf(said('spec.aws.region')) };
  return {
    environment: name,
    file,
    order: typeof order === 'number' ? order : null,
    mode: textOf(said('spec.mode')),
    ...where,
    cluster: textOf(said('spec.kafka.cluster')),
    topicsRole: textOf(said('spec.aws.roles.topicsApply') ?? said('spec.aws.roles.topics')),
    images: textsOf(said('spec.deploy.images')),
    registries: textsOf(said('spec.deploy.repositories')).map((repository) => registry(repository, where)),
  };
}

/** What the file does not say is left out, for build-push to tell that it is missing. */
const registry = (
  repository: string,
  { account, region }: Pick<Chained, 'account' | 'region'>,
): Registry => ({
  repository,
  ...(region !== '' && { region }),
  ...(account !== '' && { account }),
});

/** Undefined where the file does not say it. */
function saidAt(content: SourceValue | undefined, key: string): unknown {
  const value = content && valueAtKey(content, key);
  return value && plainValue(value);
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf) : []);
