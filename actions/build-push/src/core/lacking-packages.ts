import type { LayoutContents } from '../../../../lib/core/image-contents.ts';
import type { Problem } from '../../../../lib/core/problem.ts';

/** Lists of packages, as BuildKit's scanners write them. */
const LISTS = ['https://spdx.dev/Document', 'https://cyclonedx.org/bom'];

/** The platforms of a build that no list of packages came with: a builder may lack the scanner and build all the same. */
export function platformsWithoutPackages({ images, attestations }: LayoutContents): string[] {
  const listed = new Set(
    attestations
      .filter(({ predicates }) => predicates.some((each) => LISTS.some((list) => each.startsWith(list))))
      .map(({ subject }) => subject),
  );
  return images.filter(({ digest }) => !listed.has(digest)).map(({ platform }) => platform);
}

export const noPackages = (platforms: readonly string[]): Problem => ({
  where: 'input sbom',
  what: `BuildKit has added no list of packages for ${platforms.join(', ')}`,
  fix: 'Let the builder pull docker/buildkit-syft-scanner, or leave sbom out. Nothing was pushed.',
});
