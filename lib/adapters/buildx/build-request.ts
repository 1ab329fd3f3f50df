import type { Digest } from '../../core/image-reference.ts';
import type { Place } from '../../core/problem.ts';

/** A secret of the build: a variable of this process, or a file. Neither is ever an argument. */
export type BuildSecret =
  { readonly id: string; readonly variable: string } | { readonly id: string; readonly file: string };

/** Where layers are kept between builds. None of them can fail a build. */
export type BuildCache =
  | { readonly kind: 'none' }
  | { readonly kind: 'gha'; readonly scope: string }
  /** The name of an image in a registry, made so that ECR takes it. */
  | { readonly kind: 'registry'; readonly image: string }
  | { readonly kind: 'folder'; readonly folder: string };

/** What is to be built. Texts by their names keep the order in which they were given. */
export interface BuildRequest {
  /** A folder. */
  readonly context: string;
  /** The Dockerfile. */
  readonly file: string;
  /** An OCI image layout is written into this folder. */
  readonly into: string;
  /** `linux/amd64`; the engine's own where there is none. */
  readonly platforms?: readonly string[];
  readonly target?: string;
  readonly buildArgs?: ReadonlyMap<string, string>;
  /** Stand for images of a name: `oci-layout://<folder>@<digest>`, `docker-image://...` or a folder. */
  readonly contexts?: ReadonlyMap<string, string>;
  readonly secrets?: readonly BuildSecret[];
  readonly labels?: ReadonlyMap<string, string>;
  /** `index:key` and `manifest:key` choose where one goes. */
  readonly annotations?: ReadonlyMap<string, string>;
  readonly cache?: BuildCache;
  /** Seconds since 1970, as the time of the image and of its history. */
  readonly sourceDateEpoch?: number;
  /**
   * Whether files get that time too, so that another checkout gives the same bytes. BuildKit 0.13 then packs the layers
   * of the base anew: seconds for each build, and registries no longer know them. BuildKit 0.25 leaves them alone.
   */
  readonly rewriteTimes?: boolean;
  readonly provenance?: 'none' | 'min' | 'max';
  readonly sbom?: boolean;
  /** What RUN may reach. */
  readonly network?: 'default' | 'none' | 'host';
}

/** What BuildKit warns of, in the Dockerfile. */
export interface BuildWarning {
  /** `StageNameCasing` and the like; empty for what has no name. */
  readonly rule: string;
  readonly message: string;
  /** Where it is explained; empty when nowhere. */
  readonly url: string;
  readonly place: Place;
}

/** An image, complete and in a folder of its own. */
export interface Built {
  readonly kind: 'built';
  readonly digest: Digest;
  readonly folder: string;
  readonly steps: number;
  readonly cachedSteps: number;
  readonly warnings: readonly BuildWarning[];
}

/** Why there is no image; `because` is one sentence for people, and says what to do where that is known. */
export type BuildFailure =
  | { readonly kind: EngineLack; readonly because: string }
  /** The Dockerfile asks for something that does not work: its author can mend it. */
  | { readonly kind: 'dockerfile'; readonly place: Place; readonly because: string }
  | { readonly kind: 'disk-full'; readonly because: string }
  | { readonly kind: 'cancelled'; readonly because: string }
  | { readonly kind: 'other'; readonly because: string };

/** What this machine lacks to build an image. */
export type EngineLack =
  'docker-missing' | 'buildx-missing' | 'buildx-too-old' | 'engine-unreachable' | 'no-oci-export';

export type BuildOutcome = Built | { readonly kind: 'failed'; readonly failure: BuildFailure };

/** The rules that BuildKit has for Dockerfiles, and what of it they find. */
export type CheckOutcome =
  | { readonly kind: 'checked'; readonly warnings: readonly BuildWarning[] }
  /** This BuildKit is older than its rules (buildx 0.15): nobody looked. */
  | { readonly kind: 'unsupported'; readonly because: string }
  | { readonly kind: 'failed'; readonly failure: BuildFailure };

export interface BuildWatch {
  /** What the build says as it goes on, a line at a time, as it was said: not yet fit for a log of GitHub. */
  readonly onLine: (line: string) => void;
  /** Ends the build. */
  readonly signal?: AbortSignal;
}

/** What the machine builds with. */
export interface EngineFacts {
  /** `0.13.1`. */
  readonly buildx: string;
  readonly engine: string;
  /** `docker`, `docker-container`, `remote`, `kubernetes` or `cloud`. */
  readonly driver: string;
}

export interface ImageBuilder {
  /** What it would build with, or what it lacks. */
  facts(): Promise<EngineFacts | { readonly kind: EngineLack; readonly because: string }>;
  build(request: BuildRequest, watch: BuildWatch): Promise<BuildOutcome>;
  check(request: BuildRequest): Promise<CheckOutcome>;
}
