import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scratchProject } from './scratch-project.ts';

const ACTION = `inputs:
  cluster:
    description: The cluster's name, as in the tag | kafka-cluster.
    required: true
  stop-timeout:
    description: How long a node may take to stop.
    default: 5m
outputs:
  nodes-restarted:
    description: How many nodes were restarted.
`;

const MARKERS = `# hello

<!-- inputs:start -->
<!-- inputs:end -->
<!-- outputs:start -->
<!-- outputs:end -->
`;

describe('docs', () => {
  const project = scratchProject({
    'actions/hello/action.yml': ACTION,
    'actions/hello/README.md': MARKERS,
  });
  const bare = scratchProject({
    'actions/hello/action.yml': 'inputs:\n  cluster:\n    required: true\n',
    'actions/hello/README.md': MARKERS,
  });
  const unmarked = scratchProject({
    'actions/hello/action.yml': ACTION,
    'actions/hello/README.md': '# hello\n',
  });
  const readme = (): string => readFileSync(path.join(project.root, 'actions/hello/README.md'), 'utf8');

  test('stale tables fail until they are written; an edit by hand fails again', async () => {
    const stale = await project.run('scripts/docs.ts', '--check');
    expect(stale).toMatchObject({ code: 1, output: expect.stringContaining('actions/hello/README.md') });
    expect(await project.run('scripts/docs.ts')).toMatchObject({ code: 0 });
    expect(readme()).toMatch(/\| `cluster` .*in the tag \\\| kafka-cluster\. +\| \*\*required\*\* \|/);
    expect(readme()).toMatch(/\| `stop-timeout` +\| How long a node may take to stop\. +\| `5m` +\|/);
    expect(readme()).toMatch(/\| `nodes-restarted` +\| How many nodes were restarted\. +\|/);
    expect(await project.run('scripts/docs.ts', '--check')).toMatchObject({ code: 0 });
    project.write({ 'actions/hello/README.md': readme().replace('`5m`', '`9m`') });
    expect(await project.run('scripts/docs.ts', '--check')).toMatchObject({ code: 1 });
  }, 120_000);

  test('an input without a description fails', async () => {
    const { code, output } = await bare.run('scripts/docs.ts');
    expect(output).toContain('actions/hello/action.yml: cluster has no description');
    expect(code).toBe(1);
  }, 120_000);

  test('a README without markers fails', async () => {
    const { code, output } = await unmarked.run('scripts/docs.ts', '--check');
    expect(output).toContain('<!-- inputs:start --> is missing');
    expect(code).toBe(1);
  }, 120_000);
});
