import type { Report } from './core/report.ts';
import { openPlaces } from './places.ts';
import { placeReport } from './place-report.ts';
import { readDocuments } from './prepare.ts';
import { reportOf, type Session } from './session.ts';
import { trial } from './trial.ts';

/** Judges an image that is there, and changes nothing. */
export async function verifyImage(session: Session): Promise<Report> {
  const { inputs, ports } = session;
  const { digest } = inputs;
  if (digest === null) throw new Error('a verification is given one');
  const documents = await readDocuments(inputs, ports);
  const readOnly = { ...inputs, dryRun: true, repository: { ...inputs.repository, create: false } };
  const places = await openPlaces(readOnly, documents.settings, ports);
  const [place] = places;
  if (place === undefined) throw new Error('there is at least one registry');
  const tried = await trial(digest, place, { documents, session });
  const status = { passed: 'verified', failed: 'refused', unknown: 'unproved' } as const;
  const here = placeReport(place, { outcome: 'untouched', because: 'it is only looked at' });
  return reportOf(session, {
    ...tried.known,
    status: status[tried.verdict],
    because: tried.because,
    places: [here],
  });
}
