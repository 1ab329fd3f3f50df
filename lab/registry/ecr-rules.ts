import type { RegistryCall } from './registry-call.ts';
import { error, type RegistryError } from './registry-fault.ts';

/** What ECR refuses and a plain registry lets pass. */
export interface RepositoryRules {
  /** A tag that is there cannot be put again, not even on the same digest. */
  readonly immutable: boolean;
  /** Tags that this is not true of; `*` stands for any text. */
  readonly exclusions?: readonly string[];
}

/** The repositories that exist, by their names. */
export type Repositories = ReadonlyMap<string, RepositoryRules>;

/** ECR's refusal of a call, in its own words; `tagExists` looks for the call's tag. */
export async function refusalOf(
  call: RegistryCall,
  repositories: Repositories,
  tagExists: () => Promise<boolean>,
): Promise<RegistryError | undefined> {
  if (call.repository === '') return undefined;
  const named = `repository with name '${call.repository}'`;
  const rules = repositories.get(call.repository);
  if (rules === undefined) return error(404, 'NAME_UNKNOWN', `The ${named} does not exist in the registry`);
  if (call.kind !== 'manifest-put' || call.reference.startsWith('sha256:')) return undefined;
  if (!isKept(rules, call.reference) || !(await tagExists())) return undefined;
  const what = `The image tag '${call.reference}' already exists in the '${call.repository}' repository`;
  const why = 'cannot be overwritten because the repository is immutable.';
  return error(400, 'TAG_INVALID', `${what} and ${why}`);
}

const isKept = ({ immutable, exclusions = [] }: RepositoryRules, tag: string): boolean =>
  immutable && !exclusions.some((pattern) => isLike(tag, pattern));

/** Nothing else in a filter means anything to a regular expression. */
const isLike = (tag: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(tag);
