// Writes what `make demo` printed into README.md, between its markers: make demo | tee demo.log; node scripts/demo-output.ts demo.log
// Forecasts and lines of waiting are left out, and paths of the machine; nothing is added.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const LEFT_OUT = [
  /│ \S+ (waiting|finish|forecast|why not faster|max-unavailable|polling broker)/,
  /│ \S+ (\d+ nodes:|open:|cycle \S+ is open|\d+ of \d+ done|no instance was left)/,
  /│ (Cluster |status: |\s*(\[|done:)|::|changes-pending|applied|in-sync)/,
  /^(built:|make|real|user|sys|npm)\b/,
];
const [START, END] = ['<!-- demo:start -->', '<!-- demo:end -->'];

const [log = ''] = process.argv.slice(2);
const shown = readFileSync(log, 'utf8')
  .split('\n')
  .filter((line) => !LEFT_OUT.some((pattern) => pattern.test(line)))
  .join('\n')
  .trim();
if (!shown.endsWith('all claims hold')) throw new Error(`${log} is no demo whose claims hold`);

const readme = readFileSync('README.md', 'utf8');
const [before = '', rest = ''] = readme.split(START);
const [, after = ''] = rest.split(END);
writeFileSync('README.md', `${before}${START}\n\n\`\`\`text\n  ${shown}\n\`\`\`\n\n${END}${after}`);
