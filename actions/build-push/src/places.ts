import type { RepositorySettings, SeenRepository } from '../../../lib/core/ecr-repository.ts';
import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import type { RepositoryName } from '../../../lib/core/image-reference.ts';
import type { BuildPushInputs, RepositoryInputs } from './core/inputs.ts';
import { type Drift, repositoryDrift } from './core/repository-drift.ts';
import type { Target } from './core/target.ts';
import type { EcrApi, OpenTarget, Ports } from './ports.ts';

/** A repository that is open for images. */
export interface Place extends OpenTarget {
  readonly repository: RepositoryName;
  /** `host/repository`. */
  readonly name: string;
  /** null for a registry that does not tell its settings, or whose repository is not there yet (a dry run). */
  readonly settings: SeenRepository | null;
  readonly drift: readonly Drift[];
}

/** Logs in everywhere, and sees to the repositories. What a dry run would do it only says. @throws ProblemsFound */
export async function openPlaces(
  inputs: BuildPushInputs,
  wanted: RepositorySettings,
  ports: Ports,
): Promise<readonly Place[]> {
  const opened: Opened[] = [];
  for (const target of inputs.targets)
    opened.push({ ...(await ports.open(target, inputs, 'target')), target });
  const places: Place[] = [];
  // Not before who is at each of them is known to be of the right account: here the first thing is written.
  for (const each of opened) places.push(await openPlace(each, { inputs, wanted, ports }));
  const problems = places.flatMap((place) => driftProblems(refusedDrift(place, inputs.repository)));
  if (problems.length > 0) throw new ProblemsFound(problems);
  return places;
}

/** Where a promotion takes an image from: nothing is changed there. */
export async function openSource(target: Target, inputs: BuildPushInputs, ports: Ports): Promise<Place> {
  const opened = { ...(await ports.open(target, inputs, 'source')), target };
  return { ...named(opened), settings: null, drift: [] };
}

interface Opening {
  readonly inputs: BuildPushInputs;
  readonly wanted: RepositorySettings;
  readonly ports: Ports;
}

interface Opened extends OpenTarget {
  readonly target: Target;
}

const named = ({ target, ...open }: Opened) => ({
  ...open,
  repository: target.repository,
  name: `${open.registry.host}/${target.repository}`,
});

async function openPlace(opened: Opened, opening: Opening): Promise<Place> {
  const { inputs, ports } = opening;
  const base = named(opened);
  const { ecr, name } = base;
  if (ecr === null) return { ...base, settings: null, drift: [] };
  const seen = await repositoryAt(name, base.repository, { ...opening, ecr });
  if (seen === null) return { ...base, settings: null, drift: [] };
  const drift = repositoryDrift(opening.wanted, seen);
  const fixes =
    inputs.repository.drift === 'fix' && !inputs.dryRun ? drift.filter(({ canBeFixed }) => canBeFixed) : [];
  for (const { setting, seen: was, wanted } of fixes) {
    await fix(setting, base.repository, { ...opening, ecr });
    ports.say(`${name}: ${setting} was ${was}, and is ${wanted} now`);
  }
  const settings = fixes.length === 0 ? seen : ((await ecr.repository(base.repository)) ?? seen);
  return { ...base, settings, drift: drift.filter((each) => !fixes.includes(each)) };
}

type WithEcr = Opening & { readonly ecr: EcrApi };

/** null: it would be created, were this no dry run. */
async function repositoryAt(
  name: string,
  repository: RepositoryName,
  { inputs, wanted, ports, ecr }: WithEcr,
): Promise<SeenRepository | null> {
  const seen = await ecr.repository(repository);
  if (seen !== undefined) return seen;
  if (!inputs.repository.create) throw new ProblemsFound([noRepository(name)]);
  if (inputs.dryRun) {
    ports.say(`${name}: it is not there, and would be created`);
    return null;
  }
  const outcome = await ecr.create(repository, wanted);
  if (outcome === 'created' && wanted.lifecyclePolicy !== null)
    await ecr.setLifecyclePolicy(repository, wanted.lifecyclePolicy);
  ports.say(outcome === 'created' ? `${name}: created` : `${name}: somebody else has just created it`);
  const created = await ecr.repository(repository);
  if (created === undefined) throw new ProblemsFound([noRepository(name)]);
  return created;
}

const noRepository = (name: string): Problem => ({
  where: name,
  what: 'there is no such repository',
  fix: 'Create it, or give create-repository: true.',
});

async function fix(setting: Drift['setting'], name: RepositoryName, { ecr, wanted }: WithEcr): Promise<void> {
  switch (setting) {
    case 'tag mutability':
      return ecr.setTagMutability(name, wanted);
    case 'scan on push':
      return ecr.setScanOnPush(name, wanted.scanOnPush);
    case 'lifecycle policy':
      return ecr.setLifecyclePolicy(name, wanted.lifecyclePolicy ?? '');
    case 'encryption key':
    case 'repository':
      throw new Error(`the ${setting} of a repository stays for its life`);
  }
}

type Drifted = Pick<Place, 'name' | 'drift'>;

const refusedDrift = ({ name, drift }: Place, { drift: wish }: RepositoryInputs): Drifted => ({
  name,
  drift: wish === 'warn' ? [] : drift.filter(({ canBeFixed }) => wish === 'fail' || !canBeFixed),
});

export const driftProblems = ({ name, drift }: Drifted): Problem[] =>
  drift.map(({ setting, wanted, seen, canBeFixed }) => ({
    where: name,
    what: `${setting} is ${seen}, and the settings say ${wanted}`,
    fix: canBeFixed
      ? 'Correct the wrong one, or give drift: fix.'
      : 'Correct the wrong one; the key of a repository can only be said when it is created.',
  }));
