import type { DockerfileText, Instruction, Stage } from '../../../../lib/core/dockerfile.ts';

export type BuildArgs = Readonly<Record<string, string>>;

/** A stage that the image is built from, with its base as it is when the variables are filled in. */
export interface UsedStage {
  readonly stage: Stage;
  /** `scratch`, an earlier stage's name, or an image; undefined where a variable has no value. */
  readonly base: string | undefined;
  /** The base is an image of a registry. */
  readonly isImage: boolean;
}

/**
 * The stages that BuildKit would run for a target (the last one without it): its bases and what it copies from. Images
 * that are copied from (`COPY --from=image`) come as stages without instructions.
 */
export function usedStages(file: DockerfileText, target: string, buildArgs: BuildArgs): UsedStage[] {
  const index = target === '' ? file.stages.length - 1 : indexOf(file, target);
  const seen = new Set<number>();
  const used: UsedStage[] = [];
  const visit = (at: number): void => {
    const stage = file.stages[at];
    if (stage === undefined || seen.has(at)) return;
    seen.add(at);
    const base = expand(stage.base, valuesOf(file, buildArgs));
    for (const source of [base ?? '', ...copiedFrom(stage, file, buildArgs)])
      visit(indexOf(file, source, at));
    used.push({ stage, base, isImage: isImage(base, file, at) });
    for (const source of copiedFrom(stage, file, buildArgs).filter((name) => isImage(name, file, at)))
      used.push({ stage: { ...stage, name: undefined, instructions: [] }, base: source, isImage: true });
  };
  visit(index);
  return used;
}

/** The images that a target is made from, by the names that they have in the file. */
export const baseImages = (file: DockerfileText, target: string, buildArgs: BuildArgs): string[] => [
  ...new Set(
    usedStages(file, target, buildArgs).flatMap(({ base, isImage }) => (isImage ? (base ?? []) : [])),
  ),
];

/** Whether a target is a stage of the file; none at all means the last one. */
export const hasTarget = (file: DockerfileText, target: string): boolean =>
  target === '' ? file.stages.length > 0 : indexOf(file, target) >= 0;

/** A stage is named, or counted from 0; a name is known to the stages after it alone. */
function indexOf(file: DockerfileText, name: string, before = file.stages.length): number {
  const wanted = name.toLowerCase();
  const named = file.stages.slice(0, before).findIndex((stage) => stage.name?.toLowerCase() === wanted);
  if (named >= 0) return named;
  return /^\d+$/.test(name) && Number(name) < before ? Number(name) : -1;
}

const isImage = (base: string | undefined, file: DockerfileText, before: number): boolean =>
  base !== 'scratch' && (base === undefined || indexOf(file, base, before) < 0);

function copiedFrom(stage: Stage, file: DockerfileText, buildArgs: BuildArgs): string[] {
  const values = valuesOf(file, buildArgs);
  return stage.instructions.flatMap(({ flags }) =>
    flags.flatMap(({ name, value }) =>
      sourcesOf(name, value ?? '').flatMap((text) => expand(text, values) ?? []),
    ),
  );
}

/** `COPY --from=stage`, `RUN --mount=type=bind,from=stage`. */
function sourcesOf(flag: string, value: string): string[] {
  if (flag === 'from') return [value];
  if (flag !== 'mount') return [];
  return value.split(',').flatMap((part) => (part.startsWith('from=') ? [part.slice('from='.length)] : []));
}

function valuesOf({ globals }: DockerfileText, buildArgs: BuildArgs): ReadonlyMap<string, string | null> {
  return new Map(globals.map(({ name, value }) => [name, buildArgs[name] ?? value]));
}

const VARIABLE = /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g;

/** Fills the variables in; undefined where one has no value. */
function expand(text: string, values: ReadonlyMap<string, string | null>): string | undefined {
  const parts = [...text.matchAll(VARIABLE)].map(([whole, braced, otherwise, plain]) => ({
    whole,
    value: values.get(braced ?? plain ?? '') ?? otherwise ?? '',
  }));
  if (parts.some(({ value }) => value === '')) return undefined;
  return parts.reduce((filled, { whole, value }) => filled.replace(whole, value), text);
}

/** The instruction of a kind that counts: the last one of the last stage, or of the stages that it is based on. */
export function lastOf(used: readonly UsedStage[], keyword: string): Instruction | undefined {
  return chainOf(used)
    .flatMap(({ stage }) => stage.instructions)
    .findLast((each) => each.keyword === keyword);
}

/** The final stage and the stages below it, from the lowest. */
function chainOf(used: readonly UsedStage[]): UsedStage[] {
  const withCode = used.filter(({ stage, base }) => stage.instructions.length > 0 || base !== undefined);
  const chain: UsedStage[] = [];
  let next = withCode.findLast(
    ({ stage }) => stage.line === Math.max(...withCode.map((each) => each.stage.line)),
  );
  while (next !== undefined && !chain.includes(next)) {
    chain.unshift(next);
    const { base } = next;
    next = withCode.find(({ stage }) => stage.name !== undefined && stage.name === base);
  }
  return chain;
}
