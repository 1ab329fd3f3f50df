import { ecrHost } from '../../../lib/core/ecr-host.ts';
import type { RepositorySettings } from '../../../lib/core/ecr-repository.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { NO_REPOSITORY, repositoryDrift } from './core/repository-drift.ts';
import type { PlaceReport, Report } from './core/report.ts';
import type { EcrRegistry, Target } from './core/target.ts';
import { driftProblems } from './places.ts';
import { readDocuments } from './prepare.ts';
import { reportOf, type Session, warn } from './session.ts';
import { tellDrift } from './tell-drift.ts';

/** Compares repositories with their settings, and changes nothing: it needs no image, and no login to a registry. */
export async function findDrift(session: Session): Promise<Report> {
  const { inputs, ports } = session;
  const { settings } = await readDocuments(inputs, ports);
  const places: PlaceReport[] = [];
  for (const target of inputs.targets) places.push(await look(target, settings, session));
  const drifted = places.filter(({ drift }) => drift.length > 0);
  const problems = drifted.flatMap(driftProblems);
  for (const problem of problems) warn(session, problem);
  const of = `${String(drifted.length)} of ${String(places.length)}`;
  const because = drifted.length === 0 ? 'nothing differs' : `${of} repositories differ`;
  const status = drifted.length === 0 ? 'in-sync' : 'drifted';
  const image = inputs.environment === '' ? inputs.image : inputs.environment;
  const report = reportOf(session, { status, because, image, places });
  await tellDrift(report, session);
  if (inputs.repository.drift === 'fail' && problems.length > 0) throw new ProblemsFound(problems);
  return report;
}

async function look(
  { repository, registry }: Target,
  wanted: RepositorySettings,
  { inputs, ports }: Session,
): Promise<PlaceReport> {
  if (registry.kind !== 'ecr') throw new ProblemsFound([noSettings(repository)]);
  const seen = await (await ports.openApi(registry, inputs)).repository(repository);
  const drift = seen === undefined ? [NO_REPOSITORY] : repositoryDrift(wanted, seen);
  const because = drift.length === 0 ? 'it is as its settings say' : 'it differs from its settings';
  return { name: nameOf(registry, repository), outcome: 'untouched', because, tags: [], drift };
}

const noSettings = (repository: string) => ({
  where: repository,
  what: 'it is of no registry of Amazon ECR, and others tell no settings',
  fix: 'Give aws-region, or leave it out of registries.',
});

/** Where the account is not said, it is the one whose role it is. */
const nameOf = ({ account, region }: EcrRegistry, repository: string): string =>
  `${(account === undefined ? undefined : ecrHost(account, region)) ?? region}/${repository}`;
