import { type Place, problemAt } from '../../../../lib/core/problem.ts';
import { type SourceEntry, type SourceValue, valueAt } from '../../../../lib/core/source-value.ts';
import type { Findings } from './findings.ts';
import { KNOWN_CONFIGS } from './known-configs.ts';
import { configPath, type Layer } from './layer.ts';
import { readConfigValue } from './read-config-value.ts';
import { type Placed, THROTTLE_KEYS } from './topic.ts';

const COUNTS = ['partitions', 'replicationFactor'];
const WORDS = [['ordering'], ['placement'], ['lifecycle', 'deletion'], ['lifecycle', 'configs']];

/**
 * Everything that a `spec` says, whatever else is wrong with it. Keys and types are judged by the shape of the
 * document, values here.
 */
export function readLayer(spec: SourceValue | undefined, findings: Findings): Layer {
  const layer = new Map<string, Placed<string | null>>();
  if (spec === undefined) return layer;
  for (const key of COUNTS) {
    const count = readCount(spec, key, findings);
    if (count !== undefined) layer.set(key, count);
  }
  for (const path of WORDS) {
    const found = valueAt(spec, path);
    if (found?.kind === 'scalar') layer.set(path.join('.'), { value: found.text, place: found.place });
  }
  for (const [name, value] of readConfig(spec, findings)) layer.set(configPath(name), value);
  return layer;
}

// From the text: 6.0 and 1e1 are whole numbers to YAML, and a reviewer should not have to know that.
function readCount(spec: SourceValue, key: string, { problems }: Findings): Placed<string> | undefined {
  const found = valueAt(spec, [key]);
  if (found === undefined) return undefined;
  const text = found.kind === 'scalar' ? found.text : '';
  if (!/^\d+$/.test(text)) {
    problems.push(problemAt(found.place, `${key} is written ${JSON.stringify(text)}`, 'Write plain digits.'));
  }
  return { value: text, place: found.place };
}

function readConfig(spec: SourceValue, findings: Findings): [string, Placed<string | null>][] {
  const given = valueAt(spec, ['config']);
  return (given?.kind === 'map' ? given.entries : []).flatMap((entry) => {
    checkConfigName(entry, findings);
    const read = readConfigValue(entry.key, entry.value);
    if (read.ok) return [[entry.key, { value: read.value, place: entry.keyPlace }]];
    findings.problems.push(problemAt(entry.value.place, read.what, read.fix));
    return [];
  });
}

function checkConfigName({ key, keyPlace }: SourceEntry, findings: Findings): void {
  if (THROTTLE_KEYS.has(key)) {
    const fix = 'Remove it: it belongs to the reassignment that runs.';
    findings.problems.push(problemAt(keyPlace, `${key} is not for files`, fix));
  } else if (!KNOWN_CONFIGS.has(key)) {
    reportUnknownName(key, keyPlace, findings);
  }
}

function reportUnknownName(key: string, place: Place, { suggest, problems, warnings }: Findings): void {
  const near = suggest(key, KNOWN_CONFIGS.keys());
  const what = `${JSON.stringify(key)} is not a topic config of Apache Kafka`;
  if (near !== undefined) problems.push(problemAt(place, what, `Did you mean ${near}?`));
  else warnings.push(problemAt(place, what, 'The brokers decide whether they know it.'));
}
