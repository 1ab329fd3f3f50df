import { suggest } from '../../../lib/adapters/suggest.ts';
import { type Place, type Problem, problemAt, ProblemsFound } from '../../../lib/core/problem.ts';
import type { YamlFiles } from '../../../lib/core/yaml-files.ts';
import { draftForeign } from './core/convert/draft-foreign.ts';
import type { ForeignTopic } from './core/convert/foreign-topic.ts';
import { CONVERTERS, type Format } from './core/convert/formats.ts';
import { exportFiles } from './core/export/export-files.ts';
import type { Exported } from './core/export/exported.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import type { Ports } from './ports.ts';
import { proveDrafts } from './prove-drafts.ts';

/** Writes Topic documents for the files of another tool; what has no place in them is found at its line. */
export async function convertFiles(
  { files, exporting }: TopicSyncInputs,
  from: Format,
  { readYaml, writeNew }: Pick<Ports, 'readYaml' | 'writeNew'>,
): Promise<Exported> {
  const yaml = await readYaml(files);
  const findings = [...unread(yaml), ...yaml.problems.map(notConverted)];
  const broken = new Set(yaml.problems.map(({ place, where }) => place?.file ?? where));
  const whole = yaml.documents.filter(({ place }) => !broken.has(place.file));
  const topics = CONVERTERS[from](whole, findings);
  const drafts = draftForeign(topics, { suggest, findings });
  const proven = proveDrafts(drafts, {
    ...{ sources: [], environment: '', observed: null },
    // The files are of another tool: no policy is among them.
    ...{ now: 0, cluster: null },
  });
  findings.push(...proven.leftOut.map(({ topic, because }) => refusal(topics, topic, because)));
  if (proven.drafts.length === 0) throw new ProblemsFound([...findings, nothing(from)]);
  const written = await writeNew(exportFiles(proven.drafts, exporting.to));
  return {
    ...{ topics: proven.drafts.length, ...written, leftOut: [] },
    ...{ findings: findings.toSorted(byPlace), violations: proven.violations },
  };
}

const unread = ({ unmatched }: YamlFiles): Problem[] =>
  unmatched.map((pattern) => ({
    where: 'input files',
    what: `${JSON.stringify(pattern)} matches no file`,
    fix: 'Check the path.',
  }));

/** A file that is read in part would lose the rest of it. */
const notConverted = (problem: Problem): Problem => ({
  ...problem,
  fix: `Nothing of this file is converted. ${problem.fix} A template is to be rendered first.`,
});

function refusal(topics: readonly ForeignTopic[], name: string, because: string): Problem {
  const place = topics.find((topic) => topic.name === name)?.place ?? NOWHERE;
  return problemAt(place, `${name}: ${because}`, 'The topic is not converted.');
}

const NOWHERE: Place = { file: '', line: 1, column: 1 };

const nothing = (from: Format): Problem => ({
  where: 'input files',
  what: `the files hold no topic of ${from} that can be converted`,
  fix: 'Check the paths, and what from says. Nothing was written.',
});

function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  if (a === undefined || b === undefined) return 0;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
