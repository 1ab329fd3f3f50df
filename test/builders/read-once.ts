import { rmSync } from 'node:fs';
import { readLayout } from '../../lib/adapters/oci-layout/read-layout.ts';
import { READ_LIMITS, type ReadLimits } from '../../lib/adapters/oci-layout/reading.ts';
import type { Flaw, LayoutContents } from '../../lib/core/image-contents.ts';
import { fakeScanner } from '../fakes/fake-scanner.ts';

/** Reads a layout within these limits, and removes it. */
export async function readOnce(
  folder: string,
  limits: Partial<ReadLimits> = {},
  signal?: AbortSignal,
): Promise<LayoutContents> {
  const scanner = fakeScanner('hunter2');
  const reading = { limits: { ...READ_LIMITS, ...limits }, scanner, keep: ['etc/passwd'] };
  try {
    return await readLayout(folder, signal === undefined ? reading : { ...reading, signal });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All flaws, those of images and of layers too. */
export const flawsOf = ({ flaws, images }: LayoutContents): Flaw[] => [
  ...flaws,
  ...images.flatMap((image) => [...image.flaws, ...image.layers.flatMap(({ flaw }) => flaw ?? [])]),
];
