/** A Dockerfile as data; what variables mean is for who reads it. */
export interface DockerfileText {
  /** The image of `# syntax=`, that reads the file in BuildKit's place; undefined without one. */
  readonly syntax: string | undefined;
  /** ARG before the first FROM: the only ones that a FROM may use. */
  readonly globals: readonly Setting[];
  readonly stages: readonly Stage[];
}

export interface Stage {
  /** Undefined for a stage without `AS`. */
  readonly name: string | undefined;
  /** As it is written, with its variables: `${BASE}`. */
  readonly base: string;
  /** Counts from 1. */
  readonly line: number;
  readonly instructions: readonly Instruction[];
}

export interface Instruction {
  /** In capitals: RUN. */
  readonly keyword: string;
  /** All that follows the keyword, without its flags. */
  readonly text: string;
  /** Such as `network` for `--network=none`; a flag may be there more than once. */
  readonly flags: readonly Setting[];
  /** The items of the exec form; null for the shell form. */
  readonly exec: readonly string[] | null;
  /** What ARG, ENV and LABEL set. */
  readonly settings: readonly Setting[];
  readonly line: number;
}

export interface Setting {
  readonly name: string;
  /** null: a name without a value. */
  readonly value: string | null;
  readonly line: number;
}
