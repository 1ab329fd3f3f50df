import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REPOSITORY_FOLDER } from './action-metadata.ts';
import { callLab, controlClient } from './control-client.ts';
import { isAlive } from './is-alive.ts';
import type { LabDescription } from './lab-description.ts';
import { type LabOptions, planLab } from './lab-options.ts';
import type { Progress } from './provision/progress.ts';
import { startSupervisor } from './start-supervisor.ts';

/** The lab of this checkout that outlives the command that started it; LAB_FOLDER names another one. */
const FOLDER = resolve(process.env['LAB_FOLDER'] ?? join(REPOSITORY_FOLDER, '.lab'));

const STARTER = 'starter.pid';
const DESCRIPTION = 'lab.json';

/** The user can mend it; shown without a stack. */
export class LabRefusal extends Error {}

export async function keepLab(options: LabOptions, progress: Progress): Promise<LabDescription> {
  await claimFolder();
  try {
    const { child, description } = await startSupervisor(planLab(options, FOLDER), progress);
    child.stdin?.end('keep\n');
    child.stdout?.destroy();
    child.unref();
    return description;
  } catch (error) {
    await rm(FOLDER, { recursive: true, force: true });
    throw error;
  }
}

/** The kept lab; throws when there is none. */
export async function findLab(): Promise<LabDescription> {
  const found = await readDescription();
  if (found === undefined) throw new LabRefusal('no lab is up. `npm run lab -- up` starts one.');
  if (await answers(found)) return found;
  throw new LabRefusal(
    'the lab has ended without being told to. `npm run lab -- down` removes what it left.',
  );
}

/** Ends the lab; `swept` when it had ended without being told to, and only its folder was left. */
export async function endLab(): Promise<'ended' | 'swept'> {
  if (await isDead()) {
    await rm(FOLDER, { recursive: true, force: true });
    return 'swept';
  }
  const lab = await findLab();
  await callLab(lab.control, { method: 'close', args: [] });
  while (isAlive(lab.supervisorPid)) await sleep(20);
  return 'ended';
}

async function isDead(): Promise<boolean> {
  const content = await readdir(FOLDER).catch(() => []);
  if (!isOfLab(content)) return false;
  const found = await readDescription();
  if (found === undefined) await refuseWhileOwned();
  return found === undefined || !(await answers(found));
}

/** A folder with one of these was a lab's; any other that holds something is never removed. */
const isOfLab = (content: readonly string[]): boolean =>
  [STARTER, DESCRIPTION].some((name) => content.includes(name));

/** Makes the folder this command's own; what a dead lab has left there is removed. */
async function claimFolder(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const content = await readdir(FOLDER);
  if (content.length > 0) {
    if (!isOfLab(content))
      throw new LabRefusal(`${FOLDER} holds what is no lab's. Give an empty LAB_FOLDER.`);
    await refuseWhileOwned();
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER);
  }
  await writeFile(join(FOLDER, STARTER), String(process.pid), { flag: 'wx' });
}

async function refuseWhileOwned(): Promise<void> {
  const found = await readDescription();
  if (found !== undefined && (await answers(found))) {
    throw new LabRefusal('a lab is up already. `npm run lab -- down` ends it, `status` shows it.');
  }
  const starter = Number(await readFile(join(FOLDER, STARTER), 'utf8').catch(() => '0'));
  if (found === undefined && starter > 0 && isAlive(starter)) {
    throw new LabRefusal(`another \`up\` is starting a lab (process ${String(starter)}). Wait for it.`);
  }
}

async function readDescription(): Promise<LabDescription | undefined> {
  const text = await readFile(join(FOLDER, DESCRIPTION), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as LabDescription);
}

/** By asking it: after a restart of the machine its pid can be another process's. */
const answers = ({ control }: LabDescription): Promise<boolean> =>
  controlClient(control)
    .instances()
    .then(
      () => true,
      () => false,
    );
