import { type Problem } from '../../../lib/core/problem.ts';
import {
  boolean,
  duration,
  type InputReader,
  oneOf,
  type RawInputs,
  type readInputs,
  splitList,
  text,
  wholeNumber,
} from '../../../lib/core/read-inputs.ts';
import type { Allowances } from './core/allowances.ts';
import type { Settings } from './core/decision.ts';
import { nodeName } from './core/node.ts';
import type { Selection } from './core/select.ts';
import type { Load, Width } from './core/width.ts';
import { STATE_TOPIC } from '../../../lib/core/state-record.ts';
import { type MaintenanceWindow, parseWindow } from '../../../lib/core/window.ts';

const window: InputReader<MaintenanceWindow | undefined> = {
  allowed:
    'days, hours and a time zone, such as Tue 03:00-05:00 Europe/Berlin, Mon-Fri 22:00-02:00 UTC or daily 01:00-04:00 UTC',
  absent: { value: undefined },
  read: parseWindow,
};

const width: InputReader<Width> = {
  allowed: 'a number of nodes such as 1, or a percentage of them such as 10%',
  absent: { value: { nodes: 1 } },
  read: (given) => {
    const [, digits, percent] = /^([1-9]\d{0,3})(%?)$/.exec(given) ?? [];
    if (digits === undefined || (percent === '%' && Number(digits) > 100)) return undefined;
    return percent === '%' ? { percent: Number(digits) } : { nodes: Number(digits) };
  },
};

/** 1 to 100; `absent` is what no input means. */
const percentage = <T>(absent: T): InputReader<number | T> => ({
  allowed: 'a percentage from 1% to 100%',
  absent: { value: absent },
  read: (given) => {
    const percent = Number(/^(\d{1,3})%$/.exec(given)?.[1] ?? '0');
    return percent >= 1 && percent <= 100 ? percent : undefined;
  },
});

const unsafeTopics: InputReader<Allowances['unsafeTopics']> = {
  allowed: 'block, allow, or the names of topics',
  absent: { value: 'block' },
  read: (given) => (given === 'block' || given === 'allow' ? given : new Set(splitList(given))),
};

const NODE = /^(broker|controller|zookeeper)-\d{1,9}$/;

const nodeNames: InputReader<readonly string[]> = {
  allowed: 'names of nodes such as broker-1, parted by commas or line ends; none for all',
  absent: { value: [] },
  read: (given) => {
    const names = splitList(given);
    return names.every((name) => NODE.test(name)) ? names : undefined;
  },
};

const repair: InputReader<string> = {
  allowed: 'the name of one node such as broker-2',
  absent: { value: '' },
  read: (given) => (NODE.test(given) ? given : undefined),
};

/** Node's timers hold 24 days. */
const LONGEST = '24d';

/** How the cycle goes: what it restarts, how fast, what it accepts, and when. */
export const CYCLE_READERS = {
  mode: oneOf(['stop-start', 'reboot', 'recover'], 'stop-start'),
  recover: oneOf(['all', 'ours', 'none'], 'all'),
  nodes: nodeNames,
  only: oneOf(['all', 'stale', 'scheduled-events'], 'all'),
  'older-than': duration('30d'),
  'max-unavailable': width,
  'peak-load': percentage(undefined),
  'max-load': percentage(80),
  'extra-replicas': wholeNumber(0, 0, 10),
  'unsafe-topics': unsafeTopics,
  'unsafe-quorum': oneOf(['block', 'allow'], 'block'),
  repair,
  canary: boolean(false),
  window,
  'time-budget': duration('330m', { least: '1s', most: LONGEST }),
  'cycle-max-age': duration('24h'),
  'stability-checks': wholeNumber(3, 1, 100),
  'poll-interval': duration('5s', { least: '100ms', most: LONGEST }),
  'stop-timeout': duration('10m', { least: '1s', most: LONGEST }),
  'start-timeout': duration('15m', { least: '1s', most: LONGEST }),
  'sync-timeout': duration('60m', { least: '1s', most: LONGEST }),
  'state-topic': {
    allowed: 'a topic name',
    absent: { value: STATE_TOPIC },
    read: (given) => (/^[\w.-]{1,249}$/.test(given) ? given : undefined),
  } satisfies InputReader<string>,
  'cluster-id': text(''),
} as const;

type Values = Extract<ReturnType<typeof readInputs<typeof CYCLE_READERS>>, { ok: true }>['value'];

export function cycleSettings(values: Values): Omit<Settings, 'beganAt' | 'endsAt'> {
  return {
    mode: values.mode,
    recover: values.recover,
    allowances: {
      extraReplicas: values['extra-replicas'],
      unsafeTopics: values['unsafe-topics'],
      unsafeQuorum: values['unsafe-quorum'],
      repair: values.repair === '' ? undefined : nodeName(values.repair),
      stateTopic: values['state-topic'],
    },
    maxUnavailable: values['max-unavailable'],
    load: loadOf(values),
    canary: values.canary,
    window: values.window,
    stabilityChecks: values['stability-checks'],
    pollInterval: values['poll-interval'],
    stopTimeout: values['stop-timeout'],
    startTimeout: values['start-timeout'],
    syncTimeout: values['sync-timeout'],
    clusterId: values['cluster-id'] || undefined,
  };
}

const loadOf = (values: Values): Load | undefined => {
  const peak = values['peak-load'];
  return peak === undefined ? undefined : { peak, most: values['max-load'] };
};

export function selectionOf(values: Values): Selection {
  const only =
    values.only === 'stale' ? { kind: values.only, olderThan: values['older-than'] } : { kind: values.only };
  return { nodes: values.nodes, only };
}

type Given = (name: string) => string;

/** Inputs that are right one by one and wrong together. */
const CONTRADICTIONS: readonly (Problem & { readonly isMade: (given: Given) => boolean })[] = [
  {
    isMade: (given) => given('older-than') !== '' && given('only') !== 'stale',
    where: 'input older-than',
    what: 'it was given, and only is not stale',
    fix: 'Set only to stale, or remove it.',
  },
  {
    isMade: (given) =>
      splitList(given('accept')).includes('auto-scaling') && ['', 'stop-start'].includes(given('mode')),
    where: 'input accept',
    what: 'auto-scaling can be accepted in mode reboot only: a group replaces a stopped instance',
    fix: 'Remove it, or set mode to reboot.',
  },
  {
    isMade: (given) => given('repair') !== '' && given('mode') === 'reboot',
    where: 'input repair',
    what: 'a node that may be away already cannot be seen to leave, which is what proves a reboot',
    fix: 'Set mode to stop-start, or remove it.',
  },
  {
    isMade: (given) => given('max-load') !== '' && given('peak-load') === '',
    where: 'input max-load',
    what: 'it was given, and peak-load was not',
    fix: 'Give the measured peak-load, or remove it.',
  },
];

export function cycleContradictions(raw: RawInputs): Problem[] {
  const given: Given = (name) => (raw[name] ?? '').trim();
  return CONTRADICTIONS.filter(({ isMade }) => isMade(given)).map(({ where, what, fix }) => ({
    where,
    what,
    fix,
  }));
}
