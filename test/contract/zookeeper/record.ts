// Records the answers again, on fresh ensembles: node test/contract/zookeeper/record.ts
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseHostPort } from '../../../lib/core/host-port.ts';
import { fourLetterWord } from '../../../lib/adapters/zookeeper/four-letter-word.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { type Recording, writeRecording } from './recording.ts';

const TIMEOUT_MS = 5000;
/** Three quarters of what `mntr` says are histograms that nobody here reads. */
const HISTOGRAM = /^zk_(avg|min|max|cnt|sum|p\d+)_.*\n/gm;

await mkdir(join(import.meta.dirname, 'recorded'), { recursive: true });
await writeRecording({ ...(await ensemble()), standalone: await alone() });

async function ensemble(): Promise<Recording> {
  await using lab = await startLab({ mode: 'zookeeper', brokers: 1, observers: 1 });
  const answers = await Promise.all([1, 2, 3, 4].map((id) => ask(lab, id)));
  const of = (mode: string) => answers.find(({ srvr }) => srvr.includes(`Mode: ${mode}`)) ?? missing(mode);
  const [leader, follower, observer] = [of('leader'), of('follower'), of('observer')];
  for (const id of [1, 2]) await lab.signalNode(`zookeeper-${String(id) as '1'}`, 'SIGKILL');
  for (;;) {
    const leaderless = await ask(lab, 3);
    if (!leaderless.srvr.includes('Mode:')) return { leader, follower, observer, leaderless };
    await sleep(100);
  }
}

async function alone(): Promise<Recording[string]> {
  await using lab = await startLab({ mode: 'zookeeper', brokers: 1, zookeepers: 1 });
  return await ask(lab, 1);
}

async function ask(lab: Lab, id: number): Promise<Recording[string]> {
  const node = lab.nodes.find(({ identity }) => identity === `zookeeper-${String(id)}`);
  const address = parseHostPort(node?.address ?? '') ?? missing(`zookeeper-${String(id)}`);
  const say = (word: 'srvr' | 'mntr' | 'conf') => fourLetterWord(word, address, TIMEOUT_MS);
  const [srvr, mntr, conf] = await Promise.all([say('srvr'), say('mntr'), say('conf')]);
  return { srvr, mntr: mntr.replace(HISTOGRAM, ''), conf: conf.replaceAll(lab.dir, '/lab') };
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}
