import type { BuildWarning } from './build-request.ts';
import type { RawWarning } from './raw-progress.ts';

/** Since 0.15 the rule stands before the message, and the line behind it: `FromAsCasing: casing does not match (line 4)`. */
export function warningOf({ message, url, line }: RawWarning, file: string): BuildWarning {
  const rule = /^([A-Z][A-Za-z]+): /.exec(message)?.[1] ?? '';
  const text = message.slice(rule === '' ? 0 : rule.length + 2).replace(/ \(line \d+\)$/, '');
  return { rule, message: text, url, place: { file, line, column: 1 } };
}
