import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json-object.ts';
import type { BuildWarning, CheckOutcome } from './build-request.ts';

/** What `--call=check,format=json` has found; undefined for anything else. https://pkg.go.dev/github.com/moby/buildkit/frontend/subrequests/lint#LintResults */
export function readCheck(output: string, file: string): CheckOutcome | undefined {
  const value = parseJsonObject(output);
  if (value === undefined) return undefined;
  const error = value['buildError'];
  if (isJsonObject(error)) {
    const failure = {
      kind: 'dockerfile',
      place: placeOf(error, file),
      because: textOf(error['message']),
    } as const;
    return { kind: 'failed', failure };
  }
  const warnings = Array.isArray(value['warnings']) ? value['warnings'].filter(isJsonObject) : [];
  return { kind: 'checked', warnings: warnings.map((each) => warningOf(each, file)) };
}

const warningOf = (warning: JsonObject, file: string): BuildWarning => ({
  rule: textOf(warning['ruleName']),
  message: textOf(warning['detail']) || textOf(warning['description']),
  url: textOf(warning['url']),
  place: placeOf(warning, file),
});

function placeOf({ location }: JsonObject, file: string) {
  const ranges = isJsonObject(location) && Array.isArray(location['ranges']) ? location['ranges'] : [];
  const first: unknown = ranges[0];
  const start = isJsonObject(first) && isJsonObject(first['start']) ? first['start'] : {};
  return { file, line: typeof start['line'] === 'number' ? start['line'] : 1, column: 1 };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
