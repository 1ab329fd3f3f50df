import type { DockerfileText } from '../../../../lib/core/dockerfile.ts';
import { type BuildArgs, usedStages } from './read-stages.ts';

const PINNED = /@sha256:[\da-f]{64}$/;

interface Build {
  readonly target: string;
  readonly buildArgs: BuildArgs;
  /** Names of the secrets that the build may mount. */
  readonly secrets: readonly string[];
}

/** Why the same content may not make the same image, so that an earlier one is no stand-in for a build. */
export function notReusable(file: DockerfileText, { target, buildArgs, secrets }: Build): string[] {
  const instructions = usedStages(file, target, buildArgs).flatMap(({ stage }) => stage.instructions);
  const online = instructions.filter(
    ({ keyword, flags }) =>
      keyword === 'RUN' && !flags.some(({ name, value }) => name === 'network' && value === 'none'),
  );
  const cached = instructions.filter(({ flags }) =>
    flags.some(({ name, value }) => name === 'mount' && (value ?? '').includes('type=cache')),
  );
  return [
    ...(file.syntax === undefined || PINNED.test(file.syntax)
      ? []
      : [`${file.syntax} decides what the file means, and may be another one tomorrow`]),
    ...(secrets.length > 0 ? [`the build is given secrets: ${secrets.join(', ')}`] : []),
    ...cached
      .slice(0, 1)
      .map(({ line }) => `RUN in line ${String(line)} builds on a cache, which may hold anything`),
    ...online
      .slice(0, 1)
      .map(({ line }) => `RUN in line ${String(line)} may use the network (--network=none forbids it)`),
  ];
}
