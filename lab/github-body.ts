import { type HttpAnswer, jsonAnswer } from './loopback-server.ts';

/** What a call takes: of which type each key is; `!` behind the type where it has to be there. */
export type BodyShape = Readonly<Record<string, 'string' | 'string!' | 'boolean'>>;

/** GitHub's refusal of a body that has other keys, or values of another type; undefined where there is none. */
export function bodyFault(sent: object, shape: BodyShape): HttpAnswer | undefined {
  const missing = Object.keys(shape).filter((key) => shape[key]?.endsWith('!') === true && !(key in sent));
  const foreign = Object.keys(sent).filter((key) => !(key in shape));
  const wrong = Object.entries(sent).filter(
    ([key, value]) => shape[key] !== undefined && shape[key].replace('!', '') !== typeof value,
  );
  const faults = [
    ...missing.map((key) => `"${key}" wasn't supplied.`),
    ...foreign.map((key) => `"${key}" is not a permitted key.`),
    ...wrong.map(
      ([key, value]) => `For 'properties/${key}', ${JSON.stringify(value)} is not a ${shape[key] ?? ''}.`,
    ),
  ];
  return faults.length === 0 ? undefined : refuse(422, `Invalid request.\n\n${faults.join('\n')}`);
}

export const refuse = (status: number, message: string): HttpAnswer => jsonAnswer(status, { message });

/** As GitHub refuses what is well written and cannot be. */
export const invalid = (resource: string, fault: Readonly<Record<string, string>>): HttpAnswer =>
  jsonAnswer(422, { message: 'Validation Failed', errors: [{ resource, ...fault }] });
