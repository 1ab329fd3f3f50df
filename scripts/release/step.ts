/** One thing that a release changes, or makes sure of. */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | {
      readonly kind: 'run';
      readonly command: readonly string[];
      /** What it has to print; with anything else the release ends there. */
      readonly prints?: string;
    };

/** The step as a dry run tells it, and as a real run does before it is made. */
export function describeStep(step: Step): string {
  if (step.kind === 'write') return `write ${step.file}`;
  const command = step.command.map(quoted).join(' ');
  return step.prints === undefined ? `run ${command}` : `run ${command}, which has to print ${step.prints}`;
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./^{}-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
