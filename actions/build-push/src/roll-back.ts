import type { Digest } from '../../../lib/core/image-reference.ts';
import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { aFewAtOnce } from './a-few-at-once.ts';
import { type HistoryEntry, imageBefore } from './core/environment-history.ts';
import { environmentTag, type Mark, marksOf } from './core/environment-tags.ts';
import type { PlaceReport, Report } from './core/report.ts';
import { openPlaces, type Place } from './places.ts';
import { readDocuments } from './prepare.ts';
import { placeReport } from './place-report.ts';
import { pointed as concluded, pointTo } from './promote-image.ts';
import { UPLOADS_AT_ONCE } from './push-image.ts';
import { reportOf, type Session } from './session.ts';

/** What an environment takes now, and what it took before. */
interface Way {
  readonly now: Digest;
  readonly back: Digest;
}

/**
 * Points an environment back to the image that it took before, by the promotions and rollbacks that the repository
 * tells: a second rollback goes one further back. Every registry must agree on both images before any is changed.
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
  return concluded('rolled-back', { ...known, places: reports }, session);
}

/** More than anybody goes back; each is asked for. */
const MOST_MARKS = 100;

async function wayBack(place: Place, { inputs }: Session): Promise<Way> {
  const { registry, repository, name } = place;
  const marks = marksOf(inputs.environment, await registry.tags(repository)).slice(0, MOST_MARKS);
  const history = await historyAt(place, marks.toReversed());
  // The pointer is written last, so it tells what is taken where a promotion or a rollback was cut off.
  const now = (await pointedTo(place, inputs.environment)) ?? history.at(-1)?.digest;
  if (now === undefined) throw new ProblemsFound([neverPromoted(name, inputs.environment)]);
  const back = inputs.digest ?? imageBefore(now, history);
  if (back === undefined || !history.some(({ digest }) => digest === back))
    throw new ProblemsFound([noWayBack(name, inputs.digest, now)]);
  return { now, back };
}

async function pointedTo({ registry, repository }: Place, environment: string): Promise<Digest | undefined> {
  const pointer = environmentTag(environment);
  return pointer && (await registry.head(repository, pointer))?.digest;
}

async function historyAt({ registry, repository }: Place, marks: readonly Mark[]): Promise<HistoryEntry[]> {
  const digests = new Map<Mark, Digest>();
  await aFewAtOnce(marks, UPLOADS_AT_ONCE, async (mark) => {
    const found = await registry.head(repository, mark.tag);
    if (found !== undefined) digests.set(mark, found.digest);
  });
  return marks.flatMap((mark) => {
    const digest = digests.get(mark);
    return digest === undefined ? [] : [{ kind: mark.kind, digest }];
  });
}

const neverPromoted = (name: string, environment: string): Problem => ({
  where: name,
  what: `it has no promotion to ${environment}`,
  fix: 'Name the environment as it was promoted to.',
});

const noWayBack = (name: string, digest: Digest | null, now: Digest): Problem => ({
  where: name,
  what: digest === null ? `nothing tells what it took before ${now}` : `${digest} was never promoted there`,
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
