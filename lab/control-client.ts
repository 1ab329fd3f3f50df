import type { Fault } from './aws/fault.ts';
import type { ControlCall, LabControl } from './control.ts';
import type { LabDescription } from './lab-description.ts';

type Address = LabDescription['control'];

export function controlClient(address: Address): LabControl {
  const call = <T>(method: ControlCall['method'], ...args: unknown[]) =>
    callLab(address, { method, args }) as Promise<T>;
  const inject = (fault: Fault) => call<undefined>('inject', fault);
  return {
    slackMessages: () => call('slackMessages'),
    awsCalls: () => call('awsCalls'),
    instances: () => call('instances'),
    inject,
    untilHeld: () => call('untilHeld'),
    signalNode: (nodeId, signal) => inject({ kind: 'signal', nodeId, signal }),
  };
}

/** How long the supervisor has for an answer, in milliseconds; it waits itself for a call that is held. */
const ANSWERS_WITHIN_MS = 60_000;

/** Sends one call to the supervisor; throws when it is gone, or refuses, or says nothing. */
export async function callLab({ url, token }: Address, call: ControlCall): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` };
  const limit = call.method === 'untilHeld' ? {} : { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) };
  const body = JSON.stringify(call);
  const answer = await fetch(url, { method: 'POST', headers, body, ...limit }).catch((cause: unknown) => {
    throw new Error('the lab does not answer: its supervisor has ended, or hangs', { cause });
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the lab refused ${call.method}: ${text}`);
  return JSON.parse(text) as unknown;
}
