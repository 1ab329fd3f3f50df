import { pino } from 'pino';
import type { LogLevel } from '../log-level.ts';
import type { Log } from '../log.ts';

/** What no line may show, should it ever be among the facts. */
const SECRETS = ['password', 'token', 'key', 'authorization', 'secret', 'cert'];

/** One line of JSON each on the standard output, written before the call returns: a killed process has said it all. */
export function jsonLog(service: string, level: LogLevel = 'info'): Log {
  const paths = SECRETS.flatMap((name) => [`*.${name}`, `*.*.${name}`]).concat([
    'password',
    'token',
    'authorization',
  ]);
  const logger = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { failure: pino.stdSerializers.err },
      redact: { paths, censor: '***' },
    },
    pino.destination({ dest: 1, sync: true }),
  );
  return {
    info: (what, facts = {}) => {
      logger.info(facts, what);
    },
    warn: (what, facts = {}) => {
      logger.warn(facts, what);
    },
    error: (what, facts = {}) => {
      logger.error(facts, what);
    },
  };
}
