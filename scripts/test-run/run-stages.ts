import { couldNotRun, sum, type Tally } from './tally.ts';

/** A part of a full run. */
export interface Stage {
  /** Stages of one lane run one after another, lanes side by side. */
  readonly lane: 'processor' | 'clock';
  /** Counts what passed and what failed in the folder given. */
  readonly run: (root: string, print: (text: string) => void) => Promise<Tally>;
}

/** Runs the stages, also after one failed. Every line that is printed begins with the name of its stage. */
export async function runStages(
  stages: Readonly<Record<string, Stage>>,
  root: string,
  print: (line: string) => void,
): Promise<Tally> {
  const width = Math.max(...Object.keys(stages).map((name) => name.length));
  const runOne = async ([name, stage]: readonly [string, Stage]): Promise<Tally> => {
    const say = (text: string): void => {
      for (const line of text.split('\n')) print(`${name.padEnd(width)} | ${line}`);
    };
    try {
      return await stage.run(root, say);
    } catch (failure) {
      const because = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
      say(because);
      return couldNotRun(`${name}: ${because}`);
    }
  };
  const inTurn = async (lane: readonly (readonly [string, Stage])[]): Promise<Tally> => {
    const tallies: Tally[] = [];
    for (const each of lane) tallies.push(await runOne(each));
    return sum(tallies);
  };
  const lanes = Map.groupBy(Object.entries(stages), ([, { lane }]) => lane);
  return sum(await Promise.all([...lanes.values()].map(inTurn)));
}
