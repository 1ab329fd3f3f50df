/** One gate: what it is called, and the command that exits with 0 when all is well. */
export interface Check {
  readonly name: string;
  readonly command: readonly [tool: string, ...args: string[]];
}

/** Every gate of the project, the slow ones first, as they run side by side. Tools come from node_modules/.bin. */
export const CHECKS: readonly Check[] = [
  { name: 'bundles are current', command: ['node', 'scripts/check-dist.ts'] },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  {
    name: 'types',
    // What it knows of a file it knows by its bytes.
    command: ['tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', '.cache/types.tsbuildinfo'],
  },
  { name: 'format', command: ['prettier', '--check', '.', '--log-level', 'warn'] },
  { name: 'no dead code', command: ['knip', '--no-progress'] },
  { name: 'no code for tests only', command: ['knip', '--production', '--no-progress'] },
  {
    name: 'branches of a stop',
    command: [
      'node',
      '--experimental-vm-modules',
      'node_modules/.bin/jest',
      '--config',
      'jest.proof.config.js',
    ],
  },
  {
    name: 'small mistakes in a stop',
    command: [
      'node',
      'scripts/mutate.ts',
      'safety',
      'gate',
      'allowances',
      'impossible',
      'order',
      'decide',
      'decide-flights',
      'decide-health',
      'decide-recovery',
      'decide-stop',
      'quorum-gate',
      'quorum-part',
      'quorum-safety',
    ],
  },
  { name: 'workflows', command: ['node', 'scripts/lint-workflows.ts'] },
  { name: 'boundaries', command: ['node', 'scripts/check-boundaries.ts'] },
  { name: 'docs are current', command: ['node', 'scripts/docs.ts', '--check'] },
  { name: 'docs are true', command: ['node', 'scripts/check-docs.ts'] },
  { name: 'schemas are current', command: ['node', 'scripts/schemas.ts', '--check'] },
  { name: 'policies are current', command: ['node', 'scripts/policies.ts', 'render', '--check'] },
  { name: 'policies are sound', command: ['node', 'scripts/policies.ts', 'check'] },
  { name: 'lockfile is whole', command: ['node', 'scripts/lockfile.ts', '--check'] },
  { name: 'hygiene', command: ['node', 'scripts/check-hygiene.ts'] },
];
