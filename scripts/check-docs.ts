// Holds the pages against the repository: every message that docs/troubleshooting.md quotes is one that the sources write,
// and every link from a page to a file, or to a heading in one, leads somewhere.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { anchorsOf, type Link, linksOf } from './docs/broken-links.ts';
import { quotedMessages, whyNoMessage } from './docs/quoted-messages.ts';
import { sourceTexts } from './docs/source-texts.ts';

const TROUBLESHOOTING = 'docs/troubleshooting.md';
const PAGES = [
  '*.md',
  '{actions,docs,environments,examples,lab,policies,services,topics}/**/*.md',
  '.github/**/*.md',
];
const SOURCES = ['actions/*/src/**/*.ts', 'lib/**/*.ts'];

const root = path.resolve(process.argv[2] ?? '.');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const pages = globSync(PAGES, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] }).sort();

const complaints = [...untrueMessages(), ...pages.flatMap(brokenLinks)];
for (const complaint of complaints) console.error(complaint);
console.log(`${String(pages.length)} pages, ${String(complaints.length)} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;

function untrueMessages(): string[] {
  if (!existsSync(path.join(root, TROUBLESHOOTING))) return [`${TROUBLESHOOTING}: it is not there`];
  const sources = globSync(SOURCES, { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const texts = sources.flatMap((file) => sourceTexts(read(file)));
  const messages = quotedMessages(read(TROUBLESHOOTING));
  if (messages.length === 0) return [`${TROUBLESHOOTING}: it quotes no message`];
  return messages.flatMap(({ line, message }) => {
    const why = whyNoMessage(message, texts);
    return why === undefined
      ? []
      : [
          `${TROUBLESHOOTING}:${String(line)}: "${message}" ${why}. Quote it as the code has it, with … for values.`,
        ];
  });
}

function brokenLinks(page: string): string[] {
  return linksOf(read(page)).flatMap((link) => {
    const why = whyBroken(page, link);
    return why === undefined
      ? []
      : [`${page}:${String(link.line)}: ${link.target} ${why}. Correct the link.`];
  });
}

function whyBroken(page: string, { target }: Link): string | undefined {
  const [file = '', anchor] = target.split('#');
  const linked = file === '' ? page : path.join(path.dirname(page), file);
  if (!existsSync(path.join(root, linked))) return 'is not there';
  const isHeading = anchor === undefined || !linked.endsWith('.md') || anchorsOf(read(linked)).has(anchor);
  return isHeading ? undefined : `has no heading #${anchor}`;
}
