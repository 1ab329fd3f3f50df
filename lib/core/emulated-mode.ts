import { type Problem, problemAt } from './problem.ts';
import { plainValue, type SourceValue, valueAtKey } from './source-value.ts';

const EMULATED: readonly unknown[] = ['testing', 'integration'];

/**
 * An environment of the lab never reaches AWS itself: with the credentials that a laptop happens to have, it could.
 * `endpoint`: the variable AWS_ENDPOINT_URL, which every client of the AWS SDK goes by.
 */
export function emulatedMode(document: SourceValue, endpoint: string | undefined): Problem[] {
  const mode = valueAtKey(document, 'spec.mode');
  if (mode === undefined || !EMULATED.includes(plainValue(mode)) || isOnThisMachine(endpoint)) return [];
  const where = endpoint === undefined ? 'is not set' : `is ${endpoint}`;
  return [
    problemAt(
      mode.place,
      `the mode is for an emulated AWS on this machine, and AWS_ENDPOINT_URL ${where}`,
      'Set it as `npm run lab -- up` prints it, or correct the mode.',
    ),
  ];
}

const isOnThisMachine = (endpoint = ''): boolean =>
  URL.canParse(endpoint) && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(new URL(endpoint).hostname);
