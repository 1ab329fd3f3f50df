/** The version of a release, as its tag says it: `v1.2.3`, or `v1.2.3-rc.1` of a candidate. */
export interface ReleaseVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `1` of `-rc.1`; undefined for a release. */
  readonly candidate: number | undefined;
}

const TAG = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-rc\.([1-9]\d*))?$/;

/** Nothing for any other text, `v1` among them: that is the tag that moves. */
export function parseVersion(tag: string): ReleaseVersion | undefined {
  const [match, major, minor, patch, candidate] = TAG.exec(tag) ?? [];
  if (match === undefined) return undefined;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    candidate: candidate === undefined ? undefined : Number(candidate),
  };
}

/** Below zero where the left one is older; a candidate is older than its release. */
export function compareVersions(left: ReleaseVersion, right: ReleaseVersion): number {
  const [a, b] = [left, right].map((one) => [
    one.major,
    one.minor,
    one.patch,
    one.candidate ?? Number.MAX_SAFE_INTEGER,
  ]);
  const differences = (a ?? []).map((number, index) => number - (b?.[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** `1.2.3`, as package.json has it. */
export function plainVersion({ major, minor, patch, candidate }: ReleaseVersion): string {
  const numbers = [major, minor, patch].join('.');
  return candidate === undefined ? numbers : `${numbers}-rc.${String(candidate)}`;
}

export const tagOf = (version: ReleaseVersion): string => `v${plainVersion(version)}`;

/** `v1`: the tag that users pin who want every release of a major version. */
export const movingTag = ({ major }: ReleaseVersion): string => `v${String(major)}`;

/** The newest of these tags that is older than this version; tags that are no versions do not count, nor do candidates. */
export function releaseBefore(version: ReleaseVersion, tags: readonly string[]): ReleaseVersion | undefined {
  return releasesOf(tags).findLast((one) => compareVersions(one, version) < 0);
}

/** Whether no release among these tags is newer; a candidate is never the newest. */
export function isNewest(version: ReleaseVersion, tags: readonly string[]): boolean {
  return (
    version.candidate === undefined && releasesOf(tags).every((one) => compareVersions(one, version) <= 0)
  );
}

/** Whether no release of the same major version is newer, so that the moving tag may point to this one. */
export const isNewestOfMajor = (version: ReleaseVersion, tags: readonly string[]): boolean =>
  isNewest(
    version,
    tags.filter((tag) => parseVersion(tag)?.major === version.major),
  );

const releasesOf = (tags: readonly string[]): ReleaseVersion[] =>
  tags
    .map(parseVersion)
    .filter((version) => version !== undefined)
    .filter(({ candidate }) => candidate === undefined)
    .sort(compareVersions);
