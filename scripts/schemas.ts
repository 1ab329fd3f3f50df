// Writes schemas/*.schema.json from the shapes that the actions check, for editors and for other tools.
// With --check it changes nothing and fails when a schema is stale.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { hardeningPolicyDocument } from '../actions/build-push/src/documents/hardening-policy-document.ts';
import { vulnerabilityPolicyDocument } from '../actions/build-push/src/documents/vulnerability-policy-document.ts';
import { rebootReportShape } from '../actions/rolling-reboot/src/report-shape.ts';
import { planShape, reportShape } from '../actions/topic-sync/src/documents/report-shapes.ts';
import { SHAPES } from '../actions/topic-sync/src/documents/shapes.ts';
import { readActionFile } from './docs/action-file.ts';
import { environmentShape } from './schemas/environment-shape.ts';

const INPUTS = new Map(
  globSync('actions/*/action.yml')
    .sort()
    .flatMap((file) => readActionFile(readFileSync(file, 'utf8')).inputs)
    .map(({ name, description }) => [name, description]),
);

const SCHEMAS: Readonly<Record<string, { readonly title: string; readonly shape: z.ZodType }>> = {
  'reboot-report.schema.json': { title: 'The report of a rolling reboot', shape: rebootReportShape },
  'environment.schema.json': {
    title: 'What an environment is',
    shape: environmentShape((input) => INPUTS.get(input)),
  },
  'hardening-policy.schema.json': { title: 'Rules for images', shape: hardeningPolicyDocument },
  'vulnerability-policy.schema.json': {
    title: 'Which vulnerabilities of images fail',
    shape: vulnerabilityPolicyDocument,
  },
  'topic.schema.json': { title: 'A topic of topic-sync', shape: SHAPES.Topic },
  'topic-defaults.schema.json': {
    title: 'What topics have unless they say otherwise',
    shape: SHAPES.TopicDefaults,
  },
  'topic-overlay.schema.json': {
    title: 'What the topics of an environment have otherwise',
    shape: SHAPES.TopicOverlay,
  },
  'topic-policy.schema.json': { title: 'Rules for topics', shape: SHAPES.TopicPolicy },
  'tombstone.schema.json': { title: 'A topic that goes', shape: SHAPES.Tombstone },
  'topic-plan.schema.json': { title: 'plan.json of topic-sync', shape: planShape },
  'topic-report.schema.json': { title: 'report.json of topic-sync', shape: reportShape },
  'topic-sync.schema.json': { title: 'Any document of topic-sync', shape: z.union(Object.values(SHAPES)) },
};

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' } },
  allowPositionals: true,
});
const folder = path.resolve(positionals[0] ?? '.', 'schemas');

const stale: string[] = [];
for (const [name, { title, shape }] of Object.entries(SCHEMAS)) {
  const file = path.join(folder, name);
  const text = await rendered(file, { title, ...z.toJSONSchema(shape) });
  if (text === present(file)) continue;
  if (values.check) stale.push(name);
  else writeFileSync(file, text);
}
for (const name of stale) console.error(`schemas/${name} is stale. Run: npm run schemas`);
console.log(`${String(Object.keys(SCHEMAS).length)} schemas, ${String(stale.length)} stale`);
process.exitCode = stale.length > 0 ? 1 : 0;

async function rendered(file: string, schema: object): Promise<string> {
  const options = await resolveConfig(file);
  return format(JSON.stringify(schema), { ...options, parser: 'json' });
}

function present(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
