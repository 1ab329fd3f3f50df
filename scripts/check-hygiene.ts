// Looks into every file that git tracks or would add for what belongs to one machine: package registries' hosts, its paths,
// and addresses in the lockfile, which would tie an installation to the registry of whoever wrote it;
// and for lint switched off without a word.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const REGISTRIES = [
  /registry\.(npmjs|yarnpkg)\.(org|com)/,
  /(files\.pythonhosted|test\.pypi|(?<![\w-])pypi)\.org/,
  /repo1?\.maven(\.apache)?\.org/,
  /(proxy|sum)\.golang\.org/,
  /(deb|security|snapshot)\.debian\.org|(archive|security)\.ubuntu\.com/,
];

/** A rule is switched off by name and with its reason; this is here because it would silence a rule of ESLint. */
const NAMED_WITH_REASON = /eslint-disable(-next-line|-line)?\s+[\w@/, -]+ -- \S/;

/** Folders of somebody's machine; a hosted runner's home is the same for everybody. */
const MACHINE_PATH = /(?<![\w./-])\/(work|root|Users\/[\w.-]+|home\/(?!runner\b)[\w.-]+)\//;

const root = path.resolve(process.argv[2] ?? '.');
// With those that are not added yet: it is cheaper to hear of it before the commit.
const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
const known = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
const files = [...new Set(known)].filter((file) => file !== '' && existsSync(path.join(root, file)));

const complaints = files.flatMap(complaintsAbout);
if (files.length === 0) complaints.push(`git knows no file in ${root}`);
for (const complaint of complaints) console.error(complaint);
console.log(`${String(files.length)} files, ${String(complaints.length)} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;

function complaintsAbout(file: string): string[] {
  const full = path.join(root, file);
  if (!statSync(full).isFile()) return [];
  const text = readFileSync(full, 'utf8');
  if (text.includes('\0')) return [];
  return text.split('\n').flatMap((line, index) => {
    const at = `${file}:${String(index + 1)}`;
    return wrongWith(file, line).map((what) => `${at}: ${what}`);
  });
}

function wrongWith(file: string, line: string): string[] {
  const wrong: string[] = [];
  if (REGISTRIES.some((host) => host.test(line)))
    wrong.push('names a package registry. Take it from the settings of the machine at run time.');
  if (file.endsWith('.ts') && /[/][/*]\s*eslint-disable/.test(line) && !NAMED_WITH_REASON.test(line))
    wrong.push('switches lint off. Name the rule and say why: eslint-disable-next-line rule -- reason.');
  if (MACHINE_PATH.test(line))
    wrong.push('holds a path of this machine. Make it relative or take it at run time.');
  if (file.endsWith('package-lock.json') && line.includes('"resolved": "http'))
    wrong.push('holds the address of a package. Run npm install with the .npmrc of this repository.');
  return wrong;
}
