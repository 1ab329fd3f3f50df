/** One answer of DescribeImageScanFindings. */
export interface ScanAnswer {
  readonly status: string;
  readonly description?: string;
  readonly findings?: readonly object[];
  readonly enhancedFindings?: readonly object[];
  /** Milliseconds since the epoch; without it ECR does not say. */
  readonly completedAt?: number;
}

/** How bad a basic scan says that a finding is. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'] as const;

/** A vulnerability that becomes known. */
export interface NewFinding {
  /** Such as `kafka/producer`. */
  readonly repository: string;
  /** Such as `CVE-2026-1`. */
  readonly id: string;
  readonly severity: (typeof SEVERITIES)[number];
  /** How often each image is still told to be clean before. */
  readonly after: number;
}

const CLEAN: ScanAnswer = { status: 'COMPLETE', findings: [] };

/**
 * What scans of images say: of one by its digest, of those of a repository, or of every other, each answer once for an
 * image and the last one for ever. An image that nobody wrote about is clean.
 */
export class ScanBook {
  readonly #written = new Map<string, readonly ScanAnswer[]>();
  readonly #told = new Map<string, { readonly of: readonly ScanAnswer[]; count: number }>();
  /** What is said of every image that has no answers of its own. */
  usual: readonly ScanAnswer[] = [CLEAN];

  write(digest: string, answers: readonly ScanAnswer[]): void {
    this.#written.set(digest, answers);
  }

  /** From now on this is found in the images of a repository. */
  find({ repository, id, severity, after }: NewFinding): void {
    const attributes = [
      { key: 'package_name', value: 'openssl' },
      { key: 'package_version', value: '3.5.1' },
    ];
    const found = { name: id, severity, description: 'found by the lab', attributes };
    const before = Array.from({ length: after }, () => CLEAN);
    this.#written.set(repository, [...before, { status: 'COMPLETE', findings: [found] }]);
  }

  /** Nothing is found any more in the images of a repository. */
  clear(repository: string): void {
    this.#written.delete(repository);
  }

  /** The next answer about an image. */
  next(repository: string, digest: string): ScanAnswer | undefined {
    const answers = this.#written.get(digest) ?? this.#written.get(repository) ?? this.usual;
    const before = this.#told.get(digest);
    const count = before?.of === answers ? Math.min(before.count + 1, answers.length) : 1;
    this.#told.set(digest, { of: answers, count });
    return answers[count - 1];
  }

  /** The answer whose pages are being read. */
  current(digest: string): ScanAnswer | undefined {
    const told = this.#told.get(digest);
    return told?.of[told.count - 1];
  }
}
