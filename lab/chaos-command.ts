import { suggest } from '../lib/adapters/suggest.ts';
import { type Parsed, type Problem, parsed, refused } from '../lib/core/problem.ts';
import { EVENT_CODES, type Fault, REFUSAL_CODES } from './aws/fault.ts';
import { SEVERITIES } from './aws/scan-book.ts';
import type { NodeIdentity, NodeRef } from './cluster-shape.ts';

/** One way to break a lab, or to mend it. */
interface ChaosWord {
  /** What follows the word, as in a usage line. */
  readonly takes: string;
  readonly what: string;
  /** Undefined where what follows is wrong. */
  readonly read: (rest: readonly string[]) => Fault | undefined;
}

const onNode =
  (make: (nodeId: NodeRef) => Fault): ChaosWord['read'] =>
  ([text, ...more]) => {
    const nodeId = nodeOf(text);
    return nodeId === undefined || more.length > 0 ? undefined : make(nodeId);
  };

const signal = (name: NodeJS.Signals): ChaosWord['read'] =>
  onNode((nodeId) => ({ kind: 'signal', nodeId, signal: name }));

/** The faults of `npm run lab -- chaos`, in the order in which they are listed. */
export const CHAOS: Readonly<Record<string, ChaosWord>> = {
  'kill-broker': {
    takes: 'NODE',
    what: 'SIGKILL to its process; EC2 goes on saying running',
    read: signal('SIGKILL'),
  },
  'start-broker': {
    takes: 'NODE',
    what: 'starts a killed process again',
    read: onNode((nodeId) => ({ kind: 'start-process', nodeId })),
  },
  'pause-broker': {
    takes: 'NODE',
    what: 'SIGSTOP: it hangs, and its connections stay open',
    read: signal('SIGSTOP'),
  },
  'resume-broker': { takes: 'NODE', what: 'SIGCONT', read: signal('SIGCONT') },
  throttle: {
    takes: 'BYTES',
    what: 'brokers that are behind get so many bytes a second from each leader',
    read: ([bytes, ...more]) => {
      const bytesPerSecond = countOf(bytes);
      return bytesPerSecond === undefined || more.length > 0
        ? undefined
        : { kind: 'throttle', bytesPerSecond };
    },
  },
  unthrottle: {
    takes: '',
    what: 'as fast as they can again',
    read: (rest) => (rest.length > 0 ? undefined : { kind: 'unthrottle' }),
  },
  'stop-instance': {
    takes: 'NODE',
    what: 'somebody else stops its instance',
    read: onNode((nodeId) => ({ kind: 'stop-instance', nodeId })),
  },
  'start-instance': {
    takes: 'NODE',
    what: 'somebody else starts it',
    read: onNode((nodeId) => ({ kind: 'start-instance', nodeId })),
  },
  stick: {
    takes: 'NODE stopping|pending',
    what: 'its instance stays in that state when it is there',
    read: ([text, state, ...more]) => {
      const nodeId = nodeOf(text);
      if (nodeId === undefined || more.length > 0) return undefined;
      return state === 'stopping' || state === 'pending' ? { kind: 'stick', nodeId, in: state } : undefined;
    },
  },
  unstick: {
    takes: 'NODE',
    what: 'its instance goes on',
    read: onNode((nodeId) => ({ kind: 'unstick', nodeId })),
  },
  'start-fails': {
    takes: 'NODE [TIMES]',
    what: 'its next starts fall back to stopped',
    read: ([text, count, ...more]) => {
      const [nodeId, times] = [nodeOf(text), countOf(count ?? '1')];
      if (nodeId === undefined || times === undefined || more.length > 0) return undefined;
      return { kind: 'start-fails', nodeId, times };
    },
  },
  'ignore-reboots': {
    takes: 'NODE [TIMES]',
    what: 'EC2 accepts its next reboots, and nothing happens',
    read: ([text, count, ...more]) => {
      const [nodeId, times] = [nodeOf(text), countOf(count ?? '1')];
      if (nodeId === undefined || times === undefined || more.length > 0) return undefined;
      return { kind: 'ignore-reboots', nodeId, times };
    },
  },
  'schedule-event': {
    takes: `NODE ${EVENT_CODES.join('|')}`,
    what: 'AWS announces an event for its instance',
    read: ([text, name, ...more]) => {
      const [nodeId, code] = [nodeOf(text), EVENT_CODES.find((known) => known === name)];
      if (nodeId === undefined || code === undefined || more.length > 0) return undefined;
      return { kind: 'schedule-event', nodeId, code };
    },
  },
  refuse: {
    takes: `ACTION ${REFUSAL_CODES.join('|')} [TIMES]`,
    what: 'the next calls of an action such as StartInstances are refused',
    read: ([action = '', text, count, ...more]) => {
      const [code, times] = [REFUSAL_CODES.find((known) => known === text), countOf(count ?? '1')];
      if (!/^[A-Z]\w+$/.test(action) || code === undefined) return undefined;
      return times === undefined || more.length > 0 ? undefined : { kind: 'refuse', action, code, times };
    },
  },
  'scan-finds': {
    takes: `REPOSITORY ID ${SEVERITIES.join('|')} [AFTER]`,
    what: 'scans of its images tell a vulnerability, once each was told to be clean so often',
    read: ([repository, id, text, count, ...more]) => {
      const severity = SEVERITIES.find((known) => known === text);
      const after = count === undefined ? 0 : countOf(count);
      if (repository === undefined || id === undefined || severity === undefined) return undefined;
      if (after === undefined || more.length > 0) return undefined;
      return { kind: 'scan-finds', repository, id, severity, after };
    },
  },
  'scan-clean': {
    takes: 'REPOSITORY',
    what: 'and tell none any more',
    read: ([repository, ...more]) =>
      repository === undefined || more.length > 0 ? undefined : { kind: 'scan-clean', repository },
  },
  'slack-fails': {
    takes: '[TIMES]',
    what: 'the next messages to Slack fail',
    read: ([count, ...more]) => {
      const times = countOf(count ?? '1');
      return times === undefined || more.length > 0 ? undefined : { kind: 'slack-fails', times };
    },
  },
};

/** Reads what was typed after `npm run lab -- chaos`. */
export function readChaos([name = '', ...rest]: readonly string[]): Parsed<Fault> {
  const word = CHAOS[name];
  if (word === undefined) return refused([unknownFault(name)]);
  const fault = word.read(rest);
  if (fault !== undefined) return parsed(fault);
  const what = `"${rest.join(' ')}" does not fit`;
  return refused([{ where: `chaos ${name}`, what, fix: `Give ${word.takes || 'nothing'}.` }]);
}

/** A line for each fault, as a list of commands shows them. */
export function chaosUsage(): string[] {
  const usages = Object.entries(CHAOS).map(([name, { takes, what }]) => ({ call: `${name} ${takes}`, what }));
  return usages.map(({ call, what }) => `  chaos ${call.padEnd(26)} ${what}`);
}

function unknownFault(name: string): Problem {
  const known = Object.keys(CHAOS);
  const near = suggest(name, known);
  return {
    where: 'chaos',
    what: name === '' ? 'no fault was given' : `there is no fault ${name}`,
    fix: near === undefined ? `Give one of ${known.join(', ')}.` : `Did you mean ${near}?`,
  };
}

const IDENTITY = /^(broker|controller|zookeeper)-\d+$/;
const isIdentity = (text: string): text is NodeIdentity => IDENTITY.test(text);

/** The id of a broker or controller, or the name of any node. */
export function nodeOf(text = ''): NodeRef | undefined {
  if (isIdentity(text)) return text;
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

const countOf = (text = ''): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);
