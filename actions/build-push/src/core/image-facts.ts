import type { LayoutContents } from '../../../../lib/core/image-contents.ts';
import type { Content } from './content.ts';

/** All that the gates look at, so that an image can be judged again without its layers. */
export interface ImageFacts {
  readonly content: Content;
  readonly contents: LayoutContents;
  readonly probes: readonly Probe[];
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
