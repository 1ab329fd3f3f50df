import { kafkaInputs } from '../../../../lib/core/kafka-inputs.ts';
import type { Problem } from '../../../../lib/core/problem.ts';

/** The variables of a process, or of a pod. */
export type Environment = Readonly<Record<string, string | undefined>>;

const KAFKA_NAMES: readonly string[] = Object.keys(kafkaInputs);

/**
 * `group-id` is read from `GROUP_ID`, what belongs to Kafka with a prefix: `ssl-cert` as `SSL_CERT_FILE` would be taken
 * by OpenSSL for its own.
 */
export const variableOf = (setting: string): string =>
  `${KAFKA_NAMES.includes(setting) ? 'KAFKA_' : ''}${setting.toUpperCase().replaceAll('-', '_')}`;

/** A setting whose value stands in a file, as secrets are mounted into a pod. */
export interface FileSetting {
  readonly setting: string;
  readonly variable: string;
  readonly path: string;
}

/** The settings that name a file: `SASL_PASSWORD_FILE=/run/secrets/password`. */
export function fileSettings(env: Environment, settings: readonly string[]): FileSetting[] {
  return settings.flatMap((setting) => {
    const variable = `${variableOf(setting)}_FILE`;
    const path = env[variable] ?? '';
    return path === '' ? [] : [{ setting, variable, path }];
  });
}

export function givenTwice(env: Environment, files: readonly FileSetting[]): Problem[] {
  return files
    .filter(({ setting }) => (env[variableOf(setting)] ?? '') !== '')
    .map(({ setting, variable }) => ({
      where: `variable ${variable}`,
      what: `${variableOf(setting)} was given too`,
      fix: 'Remove one of them.',
    }));
}

const KAFKA_NAME = new RegExp(`\\b(${KAFKA_NAMES.join('|')})\\b`, 'g');

/** A problem of an input of that name, in the words of who sets variables. */
export function asVariable({ where, what, fix }: Problem): Problem {
  const named = (text: string): string => text.replace(KAFKA_NAME, variableOf);
  return {
    where: where.replace(/^input (.+)$/, (_, setting: string) => `variable ${variableOf(setting)}`),
    what: named(what),
    fix: named(fix),
  };
}
