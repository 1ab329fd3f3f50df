import type { ActionFiles } from './interface-changes.ts';
import type { Commit } from './release-notes.ts';

/** A tag at origin and the commit that it stands for. */
export interface Tag {
  readonly name: string;
  /** The tag itself where it is annotated, which a signed one is; otherwise the commit. */
  readonly object: string;
  readonly commit: string;
}

/** What Git and the files say. Commits are full hashes. */
export interface RepositoryFacts {
  readonly head: string;
  /** Files that are not as in the commit that is checked out, `git status` lines. */
  readonly changed: readonly string[];
  /** The tip of main at origin; undefined where it cannot be read. */
  readonly main: string | undefined;
  /** Whether the commit that is checked out is the tip of main or one before it. */
  readonly onMain: boolean;
  /** The tags at origin; undefined where they cannot be read. */
  readonly tags: readonly Tag[] | undefined;
  /** The tags of this clone. */
  readonly localTags: readonly string[];
  /** The version that each file says. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly changelog: string;
  /** Since the release before; all of them where there is none. */
  readonly commits: readonly Commit[];
  readonly actionsBefore: ActionFiles;
  readonly actionsNow: ActionFiles;
  /** Whether Git knows a key to sign tags with. */
  readonly signingKey: boolean;
  /** SHA-256 of each file of the bundles, by its path. */
  readonly bundles: Readonly<Record<string, string>>;
}

/** What GitHub says; each is undefined where it cannot be read. */
export interface GithubFacts {
  /** `owner/name`. */
  readonly repository: string;
  /** Whether a release cannot be changed once it is published. Only an administrator may ask. */
  readonly immutableReleases: boolean | undefined;
  readonly release: 'none' | 'draft' | 'published' | undefined;
  /** Whether a release hangs on the moving tag, which would lock it for ever. */
  readonly movingTagReleased: boolean | undefined;
  /** Whether GitHub knows the signature of the tag. */
  readonly tagVerified: boolean | undefined;
}

/** All that a release is decided on. */
export interface ReleaseFacts {
  readonly repository: RepositoryFacts;
  readonly github: GithubFacts;
  /** `2026-11-22`, in UTC. */
  readonly today: string;
  /** Where `files` writes to, and `publish` takes from. */
  readonly folder: string;
  /** What is in it beside the notes, and hangs on the release. */
  readonly assets: readonly string[];
  /** What scripts/check-dist.ts says; undefined where the bundles are what the sources give. */
  readonly staleBundles: string | undefined;
}
