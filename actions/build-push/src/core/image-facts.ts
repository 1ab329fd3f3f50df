import type { LayoutContents } from '../../../../lib/core/image-contents.ts';
import type { JsonObject } from '../../../../lib/core/json-object.ts';
import type { Content } from './content.ts';

/** All that the gates look at, so that an image can be judged again without its layers. */
export interface ImageFacts {
  readonly content: Content;
  readonly contents: LayoutContents;
  readonly probes: readonly Probe[];
  /** Hash of what they were started with. */
  readonly trial: string;
}

/** How an image did when it was started with nothing but what it needs. */
export interface Probe {
  readonly platform: string;
  /** `skipped`: nobody could try it here, which is told and does not block. */
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly because: string;
}

/** Bytes that a registry keeps of an image with all its platforms, each layer once. */
export function storedSize({ images }: LayoutContents): number {
  const sizes = new Map(images.flatMap(({ layers }) => layers.map(({ digest, size }) => [digest, size])));
  return [...sizes.values()].reduce((total, size) => total + size, 0);
}

/** The part of a report that follows from facts. */
interface KnownByFacts {
  readonly platformDigests: Readonly<Record<string, string>>;
  readonly size: number;
  readonly probes: readonly Probe[];
}

export const factsKnown = ({ contents, probes }: ImageFacts): KnownByFacts => ({
  platformDigests: Object.fromEntries(contents.images.map(({ platform, digest }) => [platform, digest])),
  size: storedSize(contents),
  probes,
});

/** The form in which facts are kept; another number is another form. */
const FORM = 2;

export const writeFacts = (facts: ImageFacts): JsonObject => ({ form: FORM, ...facts });

/** What was kept of an image. It was signed, so its shape is ours; undefined for another form of it. */
export function readFacts(kept: JsonObject): ImageFacts | undefined {
  return kept['form'] === FORM ? (kept as unknown as ImageFacts) : undefined;
}
