import type { Blocked, Change } from './operation.ts';
import type { PlannedStep } from './step.ts';
import type { Validation } from './validation.ts';

/** What a broker says to a change that it is asked to make, or to check only. */
export type Answer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly message: string }
  /** We may not ask; `needs` names the operation and the resource. */
  | { readonly kind: 'unauthorised'; readonly needs: string }
  /** A time-out, or a topic that is already there: only reading again can tell. */
  | { readonly kind: 'unclear'; readonly message: string };

/** To a change that the brokers passed over in their answer. */
export const NO_ANSWER: Answer = { kind: 'unclear', message: 'the brokers did not answer for it' };

/** Nothing was done, and the same may be done later: a quota is used up, or the controller moves. */
export interface NotYet {
  readonly kind: 'not-yet';
  readonly message: string;
  readonly afterMs: number;
}

/**
 * Puts the brokers' answers to the checked steps on the plan's changes. To a plan, a check that is not allowed is a
 * note; an apply does not begin with a change that nobody could check.
 */
export function judgeAnswers(
  changes: readonly Change[],
  checked: readonly { readonly planned: PlannedStep; readonly answer: Answer }[],
  validation: Validation,
): Change[] {
  const answers = new Map<Change, Answer>();
  for (const { planned, answer } of checked) {
    for (const change of planned.changes) answers.set(change, answer);
  }
  return changes.map((change) =>
    judgeAnswer(change, answers.get(change) ?? { kind: 'accepted' }, validation),
  );
}

export function judgeAnswer<C extends Change>(change: C, answer: Answer, validation: Validation): C {
  const mustBeValid = validation === 'required';
  switch (answer.kind) {
    case 'accepted':
      return change;
    case 'refused':
      return withBlock(change, {
        because: `the brokers refuse it: ${answer.message}`,
        fix: 'Change the file so that they accept it.',
      });
    case 'unauthorised': {
      const fix = `Allow it to this principal: ${answer.needs}.`;
      return notChecked(change, `needs ${answer.needs}`, mustBeValid ? fix : undefined);
    }
    case 'unclear':
      return notChecked(change, answer.message, mustBeValid ? 'Run it again.' : undefined);
  }
}

function notChecked<C extends Change>(change: C, because: string, fix: string | undefined): C {
  const noted = { ...change, notValidated: because };
  return fix === undefined
    ? noted
    : withBlock(noted, { because: `it could not be validated: ${because}`, fix });
}

/** What blocks it already (a missing consent, an impossible change) is the first thing to know. */
const withBlock = <C extends Change>(change: C, blocked: Blocked): C => ({
  ...change,
  blocked: change.blocked ?? blocked,
});
