import { type Parsed, parsed, type Problem, refused } from '../../../lib/core/problem.ts';
import {
  duration,
  type InputReader,
  oneOf,
  type RawInputs,
  readInputs,
  requiredText,
  splitList,
  text,
  wholeNumber,
} from '../../../lib/core/read-inputs.ts';
import { LOG_LEVELS, type LogLevel } from '../../hosting/src/log-level.ts';
import { DOUBT_POLICIES } from './core/settle.ts';
import { REFUSAL_POLICIES, type WorkPolicy } from './partition-work.ts';

/** The consumer's own settings; each is read from the variable of that name in capitals (`GROUP_ID`). */
export const consumerReaders = {
  topics: {
    allowed: 'topics parted by commas',
    absent: 'required',
    read: (given) =>
      splitList(given).every((topic) => /^[\w.-]{1,249}$/.test(topic)) ? splitList(given) : undefined,
  } satisfies InputReader<readonly string[]>,
  'group-id': requiredText('the name of the consumer group'),
  'history-folder': requiredText('the folder of the action histories, which all members of the group share'),
  action: oneOf(['log', 'webhook'], 'log'),
  'webhook-url': webUrl(),
  'webhook-check-url': webUrl(),
  // Nothing of it is refused while it is read: a refusal shows the text.
  'webhook-token': text(''),
  'action-timeout': duration('10s', { least: '100ms', most: '40s' }),
  'in-doubt': oneOf(DOUBT_POLICIES, 'hold'),
  'on-refused': oneOf(REFUSAL_POLICIES, 'hold'),
  'held-retry': duration('30s', { least: '100ms', most: '1h' }),
  'id-header': text(''),
  'remembered-ids': wholeNumber(100_000, 0, 10_000_000),
  'compact-after': wholeNumber(10_000, 10, 10_000_000),
  concurrency: wholeNumber(4, 1, 100),
  'session-timeout': duration('30s', { least: '6s', most: '5m' }),
  'shutdown-budget': duration('20s', { least: '0s', most: '40s' }),
  port: wholeNumber(8080, 0, 65_535),
  'log-level': oneOf(LOG_LEVELS, 'info'),
} as const;

export interface ConsumerInputs {
  readonly topics: readonly string[];
  readonly groupId: string;
  readonly historyFolder: string;
  readonly webhook:
    { readonly url: string; readonly checkUrl: string | undefined; readonly token: string } | undefined;
  readonly policy: WorkPolicy;
  readonly idHeader: string | undefined;
  readonly limits: { readonly remembered: number; readonly compactAfter: number };
  readonly concurrency: number;
  readonly sessionTimeoutMs: number;
  /** How long the messages in hand may take once the end has come, in milliseconds. */
  readonly shutdownBudgetMs: number;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export function readConsumerInputs(raw: RawInputs): Parsed<ConsumerInputs> {
  const read = readInputs(raw, consumerReaders);
  if (!read.ok) return read;
  const { value } = read;
  const problems = wrongWebhook(value);
  if (problems.length > 0) return refused(problems);
  const { topics, concurrency, port } = value;
  const checkUrl = emptyIsNone(value['webhook-check-url']);
  return parsed({
    ...{ topics, concurrency, port, groupId: value['group-id'], historyFolder: value['history-folder'] },
    webhook:
      value.action === 'log'
        ? undefined
        : { url: value['webhook-url'], checkUrl, token: value['webhook-token'].trim() },
    policy: {
      inDoubt: value['in-doubt'],
      onRefused: value['on-refused'],
      actionTimeoutMs: value['action-timeout'],
      heldRetryMs: value['held-retry'],
    },
    idHeader: emptyIsNone(value['id-header']),
    limits: { remembered: value['remembered-ids'], compactAfter: value['compact-after'] },
    sessionTimeoutMs: value['session-timeout'],
    shutdownBudgetMs: value['shutdown-budget'],
    logLevel: value['log-level'],
  });
}

type Values = { readonly action: 'log' | 'webhook' } & Readonly<
  Record<(typeof WEBHOOK_SETTINGS)[number], string>
>;
const WEBHOOK_SETTINGS = ['webhook-url', 'webhook-check-url', 'webhook-token'] as const;

function wrongWebhook(values: Values): Problem[] {
  if (values.action === 'log') {
    return WEBHOOK_SETTINGS.filter((name) => values[name] !== '').map((name) => ({
      where: `input ${name}`,
      what: 'it was given and ACTION is log, which does not use it',
      fix: 'Set ACTION to webhook, or remove it.',
    }));
  }
  const noUrl = {
    where: 'input webhook-url',
    what: 'ACTION is webhook and it was not given',
    fix: 'Give it.',
  };
  const check = values['webhook-check-url'];
  const noKey = {
    where: 'input webhook-check-url',
    what: 'it has no {key}, so it would be the same for every action',
    fix: 'Put {key} where the idempotency key belongs: https://example.org/done/{key}.',
  };
  return [
    ...(values['webhook-url'] === '' ? [noUrl] : []),
    ...(check === '' || check.includes('{key}') ? [] : [noKey]),
  ];
}

function webUrl(): InputReader<string> {
  return {
    allowed: 'an address such as https://example.org/actions',
    absent: { value: '' },
    read: (given) => (/^https?:\/\/[^\s/]+/.test(given) ? given : undefined),
  };
}

const emptyIsNone = (value: string): string | undefined => (value === '' ? undefined : value);
