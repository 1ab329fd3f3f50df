import type { Digest, Tag } from '../../../lib/core/image-reference.ts';
import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { environmentTag, promotionsOf } from './core/environment-tags.ts';
import type { PlaceReport, Report } from './core/report.ts';
import { openPlaces, type Place } from './places.ts';
import { readDocuments } from './prepare.ts';
import { placeReport } from './place-report.ts';
import { pointed, pointTo } from './promote-image.ts';
import { reportOf, type Session } from './session.ts';

/** What an environment takes now, and what it took before. */
interface Way {
  readonly now: Digest;
  readonly back: Digest;
}

/**
 * Points an environment back to the image that it took before, by the promotions that the repository tells. Every
 * registry must agree on both images before any of them is changed.
 */
export async function rollBack(session: Session): Promise<Report> {
  const { inputs, ports } = session;
  const documents = await readDocuments(inputs, ports);
  const places = await openPlaces(inputs, documents.settings, ports);
  const ways = await Promise.all(places.map((place) => wayBack(place, session)));
  const way = sameWay(places, ways, session);
  const known = { digest: way.back, reasons: [`${inputs.environment} took ${way.now}`] };
  if (inputs.dryRun) {
    const because = `${inputs.environment} would take ${way.back} again`;
    const planned = places.map((place) => placeReport(place, { outcome: 'planned', because }));
    return reportOf(session, { ...known, status: 'planned', because, places: planned });
  }
  const reports: PlaceReport[] = [];
  for (const place of places) {
    const tags = await pointTo(way.back, place, session);
    reports.push(placeReport(place, { outcome: 'already-there', because: 'only tags are written' }, tags));
  }
  return pointed('rolled-back', { ...known, places: reports }, session);
}

async function wayBack({ registry, repository, name }: Place, { inputs }: Session): Promise<Way> {
  const promotions = promotionsOf(inputs.environment, await registry.tags(repository));
  const digestOf = async (tag: Tag | undefined): Promise<Digest | undefined> =>
    tag === undefined ? undefined : (await registry.head(repository, tag))?.digest;
  // The pointer is written last, so it tells what is taken where a promotion or a rollback was cut off.
  const now = (await digestOf(environmentTag(inputs.environment))) ?? (await digestOf(promotions[0]));
  if (now === undefined) throw new ProblemsFound([neverPromoted(name, inputs.environment)]);
  for (const tag of promotions) {
    const digest = await digestOf(tag);
    const isWanted = inputs.digest === null ? digest !== now : digest === inputs.digest;
    if (digest !== undefined && isWanted) return { now, back: digest };
  }
  throw new ProblemsFound([noWayBack(name, inputs.digest, now)]);
}

const neverPromoted = (name: string, environment: string): Problem => ({
  where: name,
  what: `it has no promotion to ${environment}`,
  fix: 'Name the environment as it was promoted to.',
});

const noWayBack = (name: string, digest: Digest | null, now: Digest): Problem => ({
  where: name,
  what:
    digest === null ? `no image was promoted before ${now}` : `${digest} was never promoted before ${now}`,
  fix: 'Promote the image that you want.',
});

function sameWay(places: readonly Place[], ways: readonly Way[], { inputs }: Session): Way {
  const [first, ...others] = places.flatMap(({ name }, at) =>
    ways.slice(at, at + 1).map((way) => ({ name, way })),
  );
  if (first === undefined) throw new Error('there is at least one registry');
  const { now, back } = first.way;
  const other = others.find(({ way }) => way.back !== back || (inputs.digest === null && way.now !== now));
  if (other === undefined) return first.way;
  const problem: Problem = {
    where: other.name,
    what: `${inputs.environment} would go back to ${other.way.back}, and in ${first.name} to ${back}`,
    fix: 'Give the digest that all of them had.',
  };
  throw new ProblemsFound([problem]);
}
