import type { Subject } from './rule.ts';

const BASE_NAME = 'org.opencontainers.image.base.name';

/** The images that an image was made from: as the build knows, its annotations and its labels say. */
export function baseNames({ image, bases }: Subject): string[] {
  const said = [image.annotations[BASE_NAME], image.config?.labels[BASE_NAME]];
  return [...new Set([...bases, ...said.flatMap((name) => name ?? [])])].filter((name) => name !== '');
}

/** Whether an image reference is another image every day: the tag latest, or no tag, and no digest. */
export function isLatest(name: string): boolean {
  if (name === 'scratch' || /@sha256:[0-9a-f]{64}$/.test(name)) return false;
  const [, tag = 'latest'] = /[^/]*?(?::([^:/]+))?$/.exec(name) ?? [];
  return tag === 'latest';
}
