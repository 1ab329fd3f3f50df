import { escapeXml } from './aws-answer.ts';
import type { Instance, InstanceState } from './instance.ts';

const CODES: Readonly<Record<InstanceState, number>> = { pending: 0, running: 16, stopping: 64, stopped: 80 };

export const stateElement = (name: string, state: InstanceState): string =>
  `<${name}><code>${String(CODES[state])}</code><name>${state}</name></${name}>`;

export type InstancesById = ReadonlyMap<string, Instance>;

/** Shows the lab's states and launch times in a DescribeInstances answer, and drops what a state filter leaves out. */
export function showInstances(xml: string, instances: InstancesById, states?: readonly string[]): string {
  const [, head, reservations, tail] = /^(.*<reservationSet>)(.*)(<\/reservationSet>.*)$/s.exec(xml) ?? [];
  if (head === undefined || reservations === undefined || tail === undefined) return xml;
  const shown = reservations
    .split(/(?=<item>\s*<reservationId>)/)
    .map((reservation) => showReservation(reservation, instances))
    .filter((reservation) => states === undefined || states.includes(stateOf(reservation)));
  return head + shown.join('') + tail;
}

/** Shows the lab's states and events in a DescribeInstanceStatus answer. */
export function showStatuses(xml: string, instances: InstancesById): string {
  return xml.replace(
    /(<instanceId>([^<]+)<\/instanceId>\s*)<instanceState>.*?<\/instanceState>/gs,
    (whole: string, head: string, instanceId: string) => {
      const instance = instances.get(instanceId);
      if (instance === undefined) return whole;
      return head + stateElement('instanceState', instance.state) + eventsElement(instance);
    },
  );
}

/** moto shows none. Two weeks are what AWS gives at least for most of them. */
function eventsElement({ scheduledEvent }: Instance): string {
  if (scheduledEvent === undefined) return '';
  const notBefore = new Date(Date.now() + FORTNIGHT_MS).toISOString();
  const event = `<code>${scheduledEvent}</code><description>AWS announced it</description><notBefore>${notBefore}</notBefore>`;
  return `<eventsSet><item>${event}</item></eventsSet>`;
}

const FORTNIGHT_MS = 14 * 86_400_000;

const stateOf = (reservation: string): string =>
  /<instanceState>.*?<name>([^<]+)</s.exec(reservation)?.[1] ?? '';

/** A reservation of the lab holds one instance. */
function showReservation(reservation: string, instances: InstancesById): string {
  const instance = instances.get(/<instanceId>([^<]+)</.exec(reservation)?.[1] ?? '');
  if (instance === undefined) return reservation;
  const shown = reservation
    .replace(/<instanceState>.*?<\/instanceState>/s, stateElement('instanceState', instance.state))
    .replace(/<launchTime>.*?<\/launchTime>/s, `<launchTime>${instance.launchTime}</launchTime>`);
  return instance.stateReason === undefined ? shown : withReason(shown, instance.stateReason);
}

function withReason(reservation: string, code: string): string {
  const message = escapeXml(`${code}: Internal error on launch`);
  const reason = `<stateReason><code>${code}</code><message>${message}</message></stateReason>`;
  return reservation.replace(/<stateReason>.*?<\/stateReason>/s, reason);
}
