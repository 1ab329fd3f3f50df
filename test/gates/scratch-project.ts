import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll } from '@jest/globals';
import { type Outcome, runCommand } from '../../scripts/run-command.ts';

/** What the tools read; a scratch project gets copies, so that a gate is tried as it is configured here. */
const SETTINGS = [
  ...['tsconfig.json', 'tsconfig.build.json', 'jest.config.js', 'jest.proof.config.js', 'knip.json'],
  ...['.dependency-cruiser.mjs', '.prettierrc.json', '.prettierignore'],
];

const ENVIRONMENT = 'test/ended-by-timeout.ts';

/** The set-up that jest.config.js names, for projects in which jest runs; the real cases need fast-check. */
export const JEST_SETUP = {
  'test/generated-cases.ts': 'export {};\n',
  [ENVIRONMENT]: readFileSync(ENVIRONMENT, 'utf8'),
};

const REPOSITORY = process.cwd();

/** A small project in a folder of its own, with this project's settings and tools; removed after the tests. */
export interface ScratchProject {
  readonly root: string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Runs one of this project's scripts or tools on it. */
  readonly run: (tool: string, ...args: readonly string[]) => Promise<Outcome>;
}

/** Call it where tests are defined, not within one. */
export function scratchProject(files: Readonly<Record<string, string>>): ScratchProject {
  const root = mkdtempSync(path.join(tmpdir(), 'gate-'));
  symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(root, 'node_modules'));
  for (const folder of ['actions', 'services', 'lib', 'lab', 'scripts', 'test'])
    mkdirSync(path.join(root, folder));
  for (const file of SETTINGS) cpSync(path.join(REPOSITORY, file), path.join(root, file));
  const project: ScratchProject = {
    root,
    write: (more) => {
      for (const [file, content] of Object.entries(more)) writeInto(root, file, content);
    },
    run: (tool, ...args) => runCommand([process.execPath, locate(tool), ...args], { cwd: root }),
  };
  project.write({ 'package.json': '{ "name": "scratch", "type": "module" }\n', ...files });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  return project;
}

function writeInto(root: string, file: string, content: string): void {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
}

function locate(tool: string): string {
  return path.join(REPOSITORY, tool.startsWith('scripts/') ? tool : `node_modules/.bin/${tool}`);
}
