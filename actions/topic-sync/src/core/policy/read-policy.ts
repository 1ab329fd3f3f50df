import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { parseDuration } from '../../../../../lib/core/duration.ts';
import {
  placeAt,
  type SourceEntry,
  type SourceValue,
  textsIn,
  valueAt,
} from '../../../../../lib/core/source-value.ts';
import { DAY_MS, utcDay } from '../../../../../lib/core/utc-day.ts';
import { parseWindow } from '../../../../../lib/core/window.ts';
import type { Risk } from '../operation.ts';
import type { ConfiguredRule, Policy, Waiver } from './policy.ts';
import type { Pattern, RuleSettings, Severity } from './rule-settings.ts';
import type { RuleId } from './rules.ts';

/** What is wrong in a policy, collected while it is read, and how its regular expressions are read. */
export interface PolicyFindings {
  readonly problems: Problem[];
  /** undefined for a text that is none. */
  readonly pattern: (text: string) => Pattern | undefined;
}

/** A TopicPolicy document whose keys and types are right; its values are judged here. */
export function readPolicy(source: SourceValue, findings: PolicyFindings): Policy {
  const { problems } = findings;
  const match = textsAt(source, ['spec', 'match']);
  const rules = entriesAt(source, ['spec', 'rules']).map((entry) => readRule(entry, findings));
  const waivers = itemsAt(source, ['spec', 'waivers']).map((item) => readWaiver(item, problems));
  problems.push(...waivers.filter(({ rule }) => !rules.some(({ id }) => id === rule)).map(idle));
  return {
    place: valueAt(source, ['spec', 'environments'])?.place ?? source.place,
    match: match.length === 0 ? ['*'] : match,
    environments: textsAt(source, ['spec', 'environments']),
    rules,
    waivers,
  };
}

const idle = ({ rule, place }: Waiver): Problem =>
  problemAt(
    place,
    `this policy has no rule ${rule} to let anybody off`,
    'Write the waiver into the TopicPolicy that has the rule.',
  );

function readRule({ key, value }: SourceEntry, findings: PolicyFindings): ConfiguredRule {
  const severity = textAt(value, 'severity') as Severity | undefined;
  return { id: key as RuleId, severity, settings: readSettings(value, findings) };
}

function readSettings(source: SourceValue, { problems, pattern }: PolicyFindings): RuleSettings {
  const read = <T>(key: string, parse: (text: string) => T | undefined, allowed: string): T | undefined => {
    const text = textAt(source, key);
    return text === undefined
      ? undefined
      : told(text, parse, { place: placeAt(source, [key]), allowed, problems });
  };
  const closed = itemsAt(source, ['closed']).flatMap((item) => {
    const text = item.kind === 'scalar' ? item.text : '';
    const allowed = 'a window such as "Fri 00:00-24:00 Europe/Berlin"';
    return told(text, parseWindow, { place: item.place, allowed, problems }) ?? [];
  });
  return {
    min: read('min', limit, 'a whole number or a duration such as 7d'),
    max: read('max', limit, 'a whole number or a duration such as 7d'),
    pattern: read('pattern', pattern, REGULAR_EXPRESSION),
    configs: textsAt(source, ['configs']),
    reason: textAt(source, 'reason'),
    closed,
    from: textAt(source, 'from') as Risk | undefined,
  };
}

interface Asked {
  readonly place: SourceValue['place'];
  readonly allowed: string;
  readonly problems: Problem[];
}

function told<T>(text: string, parse: (text: string) => T | undefined, asked: Asked): T | undefined {
  const value = parse(text);
  if (value !== undefined) return value;
  asked.problems.push(
    problemAt(asked.place, `${JSON.stringify(text)} is not allowed`, `Give ${asked.allowed}.`),
  );
  return undefined;
}

function limit(text: string): bigint | undefined {
  const duration = parseDuration(text);
  if (duration !== undefined) return BigInt(duration);
  return /^\d+$/.test(text) ? BigInt(text) : undefined;
}

const REGULAR_EXPRESSION =
  'a regular expression in RE2 syntax: (?=…), (?!…), (?<=…), (?<!…) and \\1 are not in it, so say what is allowed';

function readWaiver(source: SourceValue, problems: Problem[]): Waiver {
  const place = placeAt(source, ['expires']);
  const allowed = 'the last day as 2027-01-31';
  const lastDay = told(textAt(source, 'expires') ?? '', utcDay, { place, allowed, problems }) ?? 0;
  const match = textAt(source, 'match');
  const labels = textsIn(source, ['labels']);
  if (match === undefined && labels.length === 0) {
    problems.push(problemAt(source.place, 'the waiver names no topics', 'Give match, or labels, or both.'));
  }
  return {
    rule: textAt(source, 'rule') as RuleId,
    match,
    labels: labels.length === 0 ? undefined : labels.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    owner: textAt(source, 'owner') ?? '',
    reason: textAt(source, 'reason') ?? '',
    endsAt: lastDay + DAY_MS,
    place: source.place,
  };
}

function textAt(source: SourceValue, key: string): string | undefined {
  const found = valueAt(source, [key]);
  return found?.kind === 'scalar' ? found.text : undefined;
}

function itemsAt(source: SourceValue, path: readonly string[]): readonly SourceValue[] {
  const found = valueAt(source, path);
  return found?.kind === 'list' ? found.items : [];
}

const textsAt = (source: SourceValue, path: readonly string[]): string[] =>
  itemsAt(source, path).flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));

function entriesAt(source: SourceValue, path: readonly string[]): readonly SourceEntry[] {
  const found = valueAt(source, path);
  return found?.kind === 'map' ? found.entries : [];
}
