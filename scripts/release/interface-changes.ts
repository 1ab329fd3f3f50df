import { readActionFile } from '../docs/action-file.ts';

/** What a workflow that uses an action sees of a release. */
export interface InterfaceChanges {
  /** What may break a workflow that does not change: `topic-sync: the input throttle is gone`. */
  readonly breaking: readonly string[];
  /** `rolling-reboot: new input accept`. */
  readonly added: readonly string[];
}

/** The texts of action.yml by the name of the action. */
export type ActionFiles = Readonly<Record<string, string>>;

/** Compares every action.yml with the one of the release before. */
export function interfaceChanges(before: ActionFiles, now: ActionFiles): InterfaceChanges {
  const gone = Object.keys(before).filter((action) => !(action in now));
  const fresh = Object.keys(now).filter((action) => !(action in before));
  const changes = Object.entries(now).flatMap(([action, text]) => {
    const earlier = before[action];
    return earlier === undefined ? [] : [changesOf(action, earlier, text)];
  });
  return {
    breaking: [
      ...gone.map((action) => `${action}: the action is gone`),
      ...changes.flatMap(({ breaking }) => breaking),
    ],
    added: [...fresh.map((action) => `${action}: a new action`), ...changes.flatMap(({ added }) => added)],
  };
}

function changesOf(action: string, before: string, now: string): InterfaceChanges {
  const [was, is] = [readActionFile(before), readActionFile(now)];
  const demanded = new Set(was.inputs.filter(({ required }) => required).map(({ name }) => name));
  const required = is.inputs.filter(({ name, required }) => required && !demanded.has(name));
  const told = (what: string) => (name: string) => `${action}: ${what.replace('%', name)}`;
  return {
    breaking: [
      ...missingFrom(is.inputs, was.inputs).map(told('the input % is gone')),
      ...missingFrom(is.outputs, was.outputs).map(told('the output % is gone')),
      ...required.map(({ name }) => name).map(told('the input % is required now')),
    ],
    added: [
      ...missingFrom(was.inputs, is.inputs).map(told('new input %')),
      ...missingFrom(was.outputs, is.outputs).map(told('new output %')),
    ],
  };
}

type Named = readonly { readonly name: string }[];

function missingFrom(these: Named, those: Named): string[] {
  const there = new Set(these.map(({ name }) => name));
  return those.map(({ name }) => name).filter((name) => !there.has(name));
}
