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
  const { verdict, known } = await trial(digest, place, { documents, session });
  const status = verdict.kind === 'passed' ? 'verified' : verdict.kind;
  const here = placeReport(place, { outcome: 'untouched', because: 'it is only looked at' });
  return reportOf(session, { ...known, status, because: verdict.because, places: [here] });
}
