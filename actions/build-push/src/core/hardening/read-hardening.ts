import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { parseSize } from '../../../../../lib/core/size.ts';
import { placeAt, type SourceValue, valueAt } from '../../../../../lib/core/source-value.ts';
import { readExpiry } from '../read-expiry.ts';
import type { HardeningException, HardeningPolicy, Severity } from './hardening-policy.ts';
import type { RuleId } from './rules.ts';

/** A HardeningPolicy document whose keys and types are right; its values are judged here. */
export function readHardening(source: SourceValue, now: number, problems: Problem[]): HardeningPolicy {
  const rules = valueAt(source, ['spec', 'rules']);
  const entries = rules?.kind === 'map' ? rules.entries : [];
  const exceptions = valueAt(source, ['spec', 'exceptions']);
  const items = exceptions?.kind === 'list' ? exceptions.items : [];
  return {
    rules: new Map(entries.map(({ key, value }) => [key as RuleId, textOf(value) as Severity])),
    sizeBudget: readBudget(source, problems),
    exceptions: items.map((item) => readException(item, now, problems)),
  };
}

function readBudget(source: SourceValue, problems: Problem[]): number | null {
  const text = textOf(valueAt(source, ['spec', 'sizeBudget']));
  if (text === undefined) return null;
  const size = parseSize(text);
  if (size !== undefined) return Number(size);
  const place = placeAt(source, ['spec', 'sizeBudget']);
  problems.push(
    problemAt(place, `${JSON.stringify(text)} is no size`, 'Give a size such as 160MB or 512MiB.'),
  );
  return null;
}

function readException(source: SourceValue, now: number, problems: Problem[]): HardeningException {
  const text = (key: string): string => textOf(valueAt(source, [key])) ?? '';
  return {
    rule: text('rule') as RuleId,
    path: textOf(valueAt(source, ['path'])) ?? null,
    owner: text('owner'),
    reason: text('reason'),
    ...readExpiry(source, now, problems),
    place: source.place,
  };
}

const textOf = (value: SourceValue | undefined): string | undefined =>
  value?.kind === 'scalar' ? value.text : undefined;
