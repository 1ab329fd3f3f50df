import type { ScanHit } from './byte-scanner.ts';

/** What an OCI layout holds, as far as it could be read within the limits. */
export interface LayoutContents {
  /** Digests of what index.json names: this is what a push sends. */
  readonly roots: readonly string[];
  readonly images: readonly ImageContents[];
  readonly attestations: readonly Attestation[];
  /** What stood in the way to an image: an image that it hides is not among `images`. */
  readonly flaws: readonly Flaw[];
}

/** Why something could not be read, or must not be trusted. */
export interface Flaw {
  /**
   * altered: not the bytes that its digest or size promises, or a document that two readers read differently;
   * bomb: over a limit of the reading; unreadable: of a kind that cannot be judged here.
   */
  readonly kind: 'altered' | 'bomb' | 'unreadable';
  /** The blob. */
  readonly digest: string;
  readonly because: string;
}

/** One platform's image. */
export interface ImageContents {
  /** Of its manifest. */
  readonly digest: string;
  /** As its config says: `linux/amd64`. */
  readonly platform: string;
  /** Of its manifest and of the descriptor that names it. */
  readonly annotations: Readonly<Record<string, string>>;
  /** null when it could not be read; `flaws` says why. */
  readonly config: ImageConfig | null;
  /** Lowest first. */
  readonly layers: readonly LayerContents[];
  readonly flaws: readonly Flaw[];
}

export interface ImageConfig {
  /** As it is written: `65532:65532`, `root`, or nothing. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** `NAME=value` each. */
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly exposedPorts: readonly string[];
  /** Nothing: the engine's own, SIGTERM. */
  readonly stopSignal: string;
  readonly workingDir: string;
  /** Lowest layer first; the commands that made the image. */
  readonly history: readonly string[];
  /** Of the bytes of the whole config, so that no corner of it is left out. */
  readonly hits: readonly ScanHit[];
}

export interface LayerContents {
  readonly digest: string;
  /** Bytes as it is stored and moved. */
  readonly size: number;
  /** Bytes of the archive in it, as far as it was read. */
  readonly expandedSize: number;
  /** In the archive's order; one path can be there more than once. */
  readonly entries: readonly LayerEntry[];
  /** undefined when all of it was read and is what its digests say. */
  readonly flaw: Flaw | undefined;
}

export interface LayerEntry {
  /** As the archive has it: `./usr/bin/node`, `/etc/passwd`, `../x`. */
  readonly name: string;
  readonly type: EntryType;
  /** Permission bits with setuid (0o4000), setgid (0o2000) and sticky (0o1000). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of its content. */
  readonly size: number;
  /** Where a symbolic or a hard link points to. */
  readonly target: string | null;
  /** Whether it carries file capabilities (the extended attribute security.capability). */
  readonly capabilities: boolean;
  readonly hits: readonly ScanHit[];
  /** The content of the few small files that the reader was asked to keep. */
  readonly text: string | null;
}

export type EntryType = 'file' | 'directory' | 'symlink' | 'hard-link' | 'device' | 'fifo';

/** What is said about an image by a manifest beside it. */
export interface Attestation {
  readonly digest: string;
  /** Digest of the manifest that it is about; null when it does not say. */
  readonly subject: string | null;
  readonly predicates: readonly string[];
  /** URIs of what the image was made of (SLSA materials): `pkg:docker/node@24?digest=sha256:...`. */
  readonly materials: readonly string[];
}
