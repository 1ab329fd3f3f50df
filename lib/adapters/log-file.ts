import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Parsed, parsed, refused } from '../core/problem.ts';
import type { LineSink, LogLine } from './log-lines.ts';

/**
 * A file that every line is appended to, as JSON with its time; its folder is made when it is missing. Each line is on
 * the disk before the next one is said, so that a run which is killed leaves all it said.
 */
export function openLogFile(file: string, folder: string): Parsed<LineSink> {
  const absolute = path.resolve(folder, file);
  try {
    mkdirSync(path.dirname(absolute), { recursive: true });
    appendFileSync(absolute, '');
    return parsed(sinkOf(absolute));
  } catch (error) {
    const what = `${absolute} cannot be written: ${codeOf(error)}`;
    return refused([{ where: 'input log-file', what, fix: 'Give a path in a folder that can be written.' }]);
  }
}

/** A disk that is full is no reason to leave a node stopped: what was said is on the runner's own log too. */
function sinkOf(file: string): LineSink {
  return ({ level, line, place }: LogLine) => {
    const entry = { at: new Date().toISOString(), level, line, place };
    try {
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
    } catch (error) {
      process.stderr.write(`log-file: ${file} cannot be written: ${codeOf(error)}\n`);
    }
  };
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
