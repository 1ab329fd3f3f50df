import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Missing } from './core/missing.ts';
import type { Instance, InstanceId } from './core/node.ts';
import { isParked } from './core/parked.ts';
import type { Ports } from './ports.ts';

/** So long is tried, in milliseconds: StartInstances fails for want of capacity, and while an instance is stopping. */
const TRIES_FOR = 1_200_000;
/** Between two looks. Between two starts it doubles with each in a row that EC2 refuses, up to the longest. */
const PAUSE = 5_000;
const LONGEST_PAUSE = 30_000;
/** A long wait is told every half minute. */
const TOLD_EVERY = 30_000;
/** EC2 may go on to say running after a stop whose answer was lost: only a new LaunchTime proves a start sooner. */
const SETTLES_WITHIN = 30_000;
/** Of a new LaunchTime, too, one reading proves nothing. */
const SURE_AFTER = 5_000;

type World = Pick<Ports, 'instances' | 'clock' | 'log'>;

/** One to bring up. */
export interface Candidate extends Missing {
  /** The last look showed it as parked: it is not started before a look shows otherwise. */
  readonly wasParked?: boolean;
}

interface Patient extends Candidate {
  readonly wasParked: boolean;
  readonly runningSince: number | undefined;
  readonly refusals: number;
  readonly reason: string;
  readonly toldAt: number;
  /** When it is started next; all times in milliseconds since the epoch. */
  readonly startAt: number;
  /** Set when it must not be started, or cannot be. */
  readonly final: readonly Problem[];
}

const UNTREATED = {
  wasParked: false,
  runningSince: undefined,
  refusals: 0,
  reason: '',
  toldAt: -Infinity,
  startAt: 0,
  final: [],
};

/** Brings instances up that may be down because of this action; a problem for each that is not in the end. */
export async function restore(missing: readonly Candidate[], world: World): Promise<Problem[]> {
  const { clock } = world;
  const began = clock.now();
  let patients = missing.map((each): Patient => ({ ...UNTREATED, ...each }));
  const final: Problem[] = [];
  while (patients.length > 0 && clock.now() - began < TRIES_FOR) {
    const shown = await lookAt(patients, world);
    const instances = new Map(shown.map((instance) => [instance.id, instance]));
    const treated = await Promise.all(patients.map((each) => treat(each, instances.get(each.id), world)));
    final.push(...treated.flatMap((patient) => patient.final));
    patients = treated.filter(
      (patient) => patient.final.length === 0 && !isUp(patient, instances.get(patient.id), clock.now()),
    );
    if (patients.length > 0) await clock.sleep(PAUSE);
  }
  return [...final, ...patients.map(asProblem)];
}

function asProblem({ id, reason }: Patient): Problem {
  const fix = `Start it: aws ec2 start-instances --instance-ids ${id}`;
  return { where: `instance ${id}`, what: `it is not running: ${reason || 'it did not start'}`, fix };
}

function isUp(
  { launchedBefore, rebooted, runningSince }: Patient,
  instance: Instance | undefined,
  now: number,
): boolean {
  if (instance === undefined || runningSince === undefined) return false;
  const isProved = rebooted === true || instance.launchTime !== launchedBefore;
  return now - runningSince >= (isProved ? SURE_AFTER : SETTLES_WITHIN);
}

/** What one look says of it, and a start where it is stopped. */
async function treat(patient: Patient, instance: Instance | undefined, world: World): Promise<Patient> {
  const told = tell(patient, instance, world);
  if (instance === undefined) return startUnseen({ ...told, runningSince: undefined }, world);
  const { state, launchTime } = instance;
  const now = world.clock.now();
  const runningSince = state === 'running' ? (told.runningSince ?? now) : undefined;
  const final = whyNever(instance);
  if (final.length > 0) return { ...told, final };
  const launchedBefore = told.launchedBefore ?? launchTime;
  const seen = { ...told, runningSince, launchedBefore, wasParked: isParked(instance) };
  return state === 'stopped' ? start(seen, world) : seen;
}

const UNSEEN = 'EC2 does not show it, so that nobody can tell whether it runs';
const UNSEEN_AND_PARKED = 'it was parked when it was seen last, and EC2 does not show it now';

/** A start needs its id alone, and is never unsafe; where nobody sees what comes of it, it is tried less and less often. */
async function startUnseen(patient: Patient, world: World): Promise<Patient> {
  if (patient.wasParked) return { ...patient, reason: UNSEEN_AND_PARKED };
  if (world.clock.now() < patient.startAt) return patient;
  const refusal = await startRefused(patient.id, world);
  return putOff({ ...patient, reason: refusal || UNSEEN, refusals: patient.refusals + 1 }, world);
}

function tell(patient: Patient, instance: Instance | undefined, { clock, log }: World): Patient {
  const now = clock.now();
  const { id, reason, toldAt } = patient;
  if (instance?.state === 'running' || now - toldAt < TOLD_EVERY) return patient;
  const why = toldAt === -Infinity ? 'it must not stay down because of this run' : reason;
  log.info(`restoring ${id} (${instance?.state ?? 'not readable'}): ${why || 'it did not start'}`);
  return { ...patient, toldAt: now };
}

async function start(patient: Patient, world: World): Promise<Patient> {
  if (world.clock.now() < patient.startAt) return patient;
  const refusal = await startRefused(patient.id, world);
  const refusals = refusal === '' ? 0 : patient.refusals + 1;
  return putOff({ ...patient, refusals, reason: refusal || patient.reason }, world);
}

function putOff(patient: Patient, { clock }: World): Patient {
  const pause = Math.min(PAUSE * 2 ** Math.max(patient.refusals - 1, 0), LONGEST_PAUSE);
  return { ...patient, startAt: clock.now() + pause };
}

/** The operator's word is the last one, even on a node that was down because of this run. */
const parkedMeanwhile = ({ id, state }: Instance): Problem => ({
  where: `instance ${id}`,
  what: `it was parked in the middle of its restart, and stays ${state}`,
  fix: 'Take the tag rolling-reboot:parked away when it may run again.',
});

/** What no start changes, however long it is waited for. */
function whyNever(instance: Instance): Problem[] {
  if (instance.state === 'shutting-down' || instance.state === 'terminated') return [gone(instance)];
  return instance.state !== 'running' && isParked(instance) ? [parkedMeanwhile(instance)] : [];
}

const gone = ({ id, state, stateReason }: Instance): Problem => ({
  where: `instance ${id}`,
  what: `it is ${state} and cannot be started again: ${stateReason || 'EC2 gives no reason'}`,
  fix: 'Replace it, with the same node id, so that Kafka copies its replicas there.',
});

/** Why EC2 does not start it now; empty when it does. */
async function startRefused(id: InstanceId, { instances }: World): Promise<string> {
  try {
    await instances.start(id);
    return '';
  } catch (failure) {
    if (failure instanceof WorldFailure) return failure.message;
    throw failure;
  }
}

/** One look for all, by their ids: the filters may have ceased to match. Empty where EC2 does not answer. */
async function lookAt(patients: readonly Patient[], { instances }: World): Promise<readonly Instance[]> {
  try {
    return await instances.describe(patients.map(({ id }) => id));
  } catch (failure) {
    if (failure instanceof WorldFailure) return [];
    throw failure;
  }
}
