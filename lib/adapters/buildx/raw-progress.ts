import { isJsonObject, type JsonObject, parseJsonObject } from '../../core/json-object.ts';

/** What BuildKit says of a build in one message (`--progress=rawjson`). https://pkg.go.dev/github.com/moby/buildkit/client#SolveStatus */
export interface ProgressMessage {
  readonly steps: readonly Step[];
  readonly logs: readonly { readonly step: string; readonly text: string }[];
  readonly warnings: readonly RawWarning[];
}

export interface Step {
  readonly digest: string;
  readonly name: string;
  readonly isCached: boolean;
  /** Times as they were given; empty for not yet. */
  readonly started: string;
  readonly completed: string;
  readonly error: string;
}

export interface RawWarning {
  readonly message: string;
  readonly url: string;
  readonly file: string;
  readonly line: number;
}

/** A message, or a line of something else: buildx tells an error as text behind the messages. */
export type RawItem =
  | { readonly kind: 'message'; readonly message: ProgressMessage }
  | { readonly kind: 'text'; readonly line: string };

/** Takes what buildx writes line by line: a message stands on one line, or on many of which the first and last are a brace alone. */
export class RawProgress {
  #open: string[] | undefined;

  take(line: string): RawItem | undefined {
    if (this.#open !== undefined) {
      this.#open.push(line);
      if (line !== '}') return undefined;
      const text = this.#open.join('\n');
      this.#open = undefined;
      return itemOf(text);
    }
    if (line === '{') {
      this.#open = [line];
      return undefined;
    }
    return itemOf(line);
  }
}

function itemOf(text: string): RawItem {
  const value = text.startsWith('{') ? parseJsonObject(text) : undefined;
  if (value === undefined) return { kind: 'text', line: text };
  const message = {
    steps: objects(value['vertexes']).map(stepOf),
    logs: objects(value['logs']).map(logOf),
    warnings: objects(value['warnings']).map(warningOf),
  };
  return { kind: 'message', message };
}

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const bytesOf = (value: unknown): string => Buffer.from(textOf(value), 'base64').toString();

const stepOf = (step: JsonObject): Step => ({
  digest: textOf(step['digest']),
  name: textOf(step['name']),
  isCached: step['cached'] === true,
  started: textOf(step['started']),
  completed: textOf(step['completed']),
  error: textOf(step['error']),
});

const logOf = (log: JsonObject) => ({ step: textOf(log['vertex']), text: bytesOf(log['data']) });

function warningOf(warning: JsonObject): RawWarning {
  const info = isJsonObject(warning['sourceInfo']) ? warning['sourceInfo'] : {};
  const [range] = objects(warning['range']);
  const start = isJsonObject(range?.['start']) ? range['start'] : {};
  return {
    message: bytesOf(warning['short']),
    url: textOf(warning['url']),
    file: textOf(info['filename']),
    line: typeof start['line'] === 'number' ? start['line'] : 1,
  };
}
