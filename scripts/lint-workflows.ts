// Reads the workflows of the folder given, or of this repository, with actionlint (and shellcheck for their scripts)
// and zizmor at its strictest. Both are installed at the first use.
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { provideActionlint } from '../lab/provision/go-program.ts';
import { provideWorkflowLinters } from '../lab/provision/workflow-linters.ts';
import { runCommand } from './run-command.ts';

const root = path.resolve(process.argv[2] ?? '.');
const say = (line: string): void => {
  console.error(line);
};

const workflows = globSync(['.github/workflows/*.{yml,yaml}', 'examples/**/.github/workflows/*.{yml,yaml}'], {
  cwd: root,
}).sort();
const examples = globSync('examples/*/.github', { cwd: root });
const [actionlint, { zizmor, shellcheck }] = await Promise.all([
  provideActionlint(say),
  provideWorkflowLinters(say),
]);
const config = path.join(root, '.github', 'zizmor.yml');
const configured = existsSync(config) ? ['--config', config] : [];
const commands = [
  [actionlint, '-no-color', `-shellcheck=${shellcheck}`, '-pyflakes=', ...workflows],
  [
    zizmor,
    '--quiet',
    '--pedantic',
    '--offline',
    '--no-progress',
    '--color=never',
    ...configured,
    '.github',
    ...examples,
  ],
];
const outcomes = await Promise.all(commands.map((command) => runCommand(command, { cwd: root })));
for (const { output } of outcomes) if (output.trim() !== '') console.error(output.trimEnd());
if (workflows.length === 0) console.error(`no workflow in ${root}`);
console.log(`${String(workflows.length)} workflows`);
process.exitCode = workflows.length > 0 && outcomes.every(({ code }) => code === 0) ? 0 : 1;
