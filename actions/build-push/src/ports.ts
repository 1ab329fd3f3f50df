import type { DsseKey } from '../../../lib/adapters/dsse.ts';
import type { EcrLogin } from '../../../lib/adapters/ecr.ts';
import type { FoundContext } from '../../../lib/adapters/build-context.ts';
import type { WholeImage } from '../../../lib/adapters/oci-layout/write-layout.ts';
import type { GithubThreads } from '../../../lib/adapters/github-threads.ts';
import type { OciRegistry } from '../../../lib/adapters/oci-registry/oci-registry.ts';
import type { SaveFile } from '../../../lib/adapters/report-folder.ts';
import type { ByteScanner } from '../../../lib/core/byte-scanner.ts';
import type { RepositorySettings, SeenRepository } from '../../../lib/core/ecr-repository.ts';
import type { ScanReading } from '../../../lib/core/ecr-scan.ts';
import type { EnvironmentInputs } from '../../../lib/core/environment.ts';
import type { LayoutContents } from '../../../lib/core/image-contents.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import type { RawInputs } from '../../../lib/core/read-inputs.ts';
import type { Use } from './core/allowed-accounts.ts';
import type { BuildSettings } from './core/build-inputs.ts';
import type { GateInputs } from './core/gate-inputs.ts';
import type { KnownSecret } from './core/hardening/secrets/search-terms.ts';
import type { BuildPushInputs } from './core/inputs.ts';
import type { LocalImage } from './push-image.ts';
import type { Probe } from './core/image-facts.ts';
import type { EcrRegistry, Target } from './core/target.ts';

/** Amazon ECR beside a registry: settings and scans. */
export interface EcrApi {
  repository(name: string): Promise<SeenRepository | undefined>;
  create(name: string, settings: RepositorySettings): Promise<'created' | 'was-there'>;
  setTagMutability(name: string, settings: RepositorySettings): Promise<void>;
  setScanOnPush(name: string, scanOnPush: boolean): Promise<void>;
  setLifecyclePolicy(name: string, policy: string): Promise<void>;
  scan(name: string, digest: string): Promise<ScanReading>;
  startScan(name: string, digest: string): Promise<boolean>;
  login(): Promise<EcrLogin>;
}

/** A registry that somebody is logged in to. */
export interface OpenTarget {
  readonly registry: OciRegistry;
  /** null for a registry without that API. */
  readonly ecr: EcrApi | null;
}

export interface BuildRequest extends BuildSettings {
  /** Seconds since the epoch: the times that the image's files and config have. */
  readonly epoch: number;
  /** The folder that the OCI layout is written to. */
  readonly into: string;
}

/** One platform of an OCI layout. */
export interface ProbedImage {
  readonly layout: string;
  readonly digest: string;
  readonly platform: string;
}

/** What builds images, and runs them. */
export interface Engine {
  /** @throws WorldFailure when it cannot be built; the log has shown why. ProblemsFound: nothing can be built here */
  build(request: BuildRequest): Promise<void>;
  /** Why no image of a platform can be started here; undefined when one can. */
  cannotStart(platform: string): Promise<string | undefined>;
  /** Starts one platform's image of a layout, and stops it. */
  probe(image: ProbedImage, settings: GateInputs): Promise<Probe>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface Ports {
  /** Inputs that the machine gives where nothing else does. */
  readonly fallback: RawInputs;
  readonly readEnvironment: (name: string) => Promise<EnvironmentInputs>;
  /** A file of the workspace. @throws WorldFailure when it cannot be read */
  readonly readText: (file: string) => Promise<string>;
  readonly readContext: (context: string, file: string) => Promise<FoundContext>;
  /** Reads what an OCI layout holds. */
  readonly readLayout: (folder: string, scanner: ByteScanner) => Promise<LayoutContents>;
  /** Finds secrets in bytes: known kinds, and these values. */
  readonly scannerFor: (values: readonly KnownSecret[]) => ByteScanner;
  /** The values of variables and the texts of files that are given as secrets; they are masked. */
  readonly readSecrets: (build: BuildSettings) => Promise<readonly KnownSecret[]>;
  /** Logs in, when who is let in is of the right account. @throws ProblemsFound when it is not */
  readonly open: (target: Target, inputs: BuildPushInputs, use: Use) => Promise<OpenTarget>;
  /** ECR's API without its registry, as who may write to it. @throws ProblemsFound as `open` does */
  readonly openApi: (registry: EcrRegistry, inputs: BuildPushInputs) => Promise<Pick<EcrApi, 'repository'>>;
  /** The issues of the repository that the run is of. */
  readonly issues: (token: string) => Pick<GithubThreads, 'keepIssue'>;
  readonly engine: Engine;
  /** Aborted when the run is asked to end. */
  readonly cancelled: AbortSignal;
  readonly clock: Clock;
  /** The path of a fresh folder, which goes at the end. */
  readonly scratch: () => string;
  /** When what is checked out was committed, in seconds since the epoch. */
  readonly commitTime: () => Promise<number>;
  readonly sha256: (text: string) => string;
  readonly saveFile: SaveFile;
  /** Tells the log how far a run is. */
  readonly say: (line: string) => void;
  readonly warn: (problem: Problem) => void;
  /** Signs what is said about images, or only verifies it; undefined: nothing that is said is trusted. */
  readonly attestationKey: DsseKey | undefined;
  /** Names the code that judges: what another one said is judged anew. */
  readonly code: string;
  /** Who says it: the workflow, or a machine. */
  readonly builder: string;
  /** The run, as an address to look at. */
  readonly runUrl: string;
  readonly writeLayout: (folder: string, image: WholeImage) => Promise<void>;
  readonly localImage: (folder: string) => Promise<LocalImage>;
}
