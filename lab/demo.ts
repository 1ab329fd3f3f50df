// The main job on real parts, for a newcomer: exits 0 only when every claim that it prints is true.
import process from 'node:process';
import { formatDuration } from '../lib/core/duration.ts';
import { claims } from './demo/claims.ts';
import { render } from './demo/render.ts';
import { story } from './demo/story.ts';
import { startLab } from './lab.ts';

const begin = performance.now();
const say = (line: string): void => {
  process.stdout.write(`${formatDuration(performance.now() - begin).padStart(6)}  ${line}\n`);
};

await using lab = await startLab({}, (line) => {
  say(`lab: ${line}`);
});
say(
  `lab: ${String(lab.nodes.length)} brokers of Kafka ${lab.kafkaVersion} are up at ${lab.bootstrapBrokers.join(', ')}`,
);
const facts = await story(lab, say);
const judged = claims(facts);
const broken = judged.filter(({ holds }) => !holds);
process.stdout.write(`\n${render(facts, judged)}\n\n`);
say(broken.length === 0 ? 'all claims hold' : `${String(broken.length)} claims do not hold`);
process.exitCode = broken.length === 0 ? 0 : 1;
