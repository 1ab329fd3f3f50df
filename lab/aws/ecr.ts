import type { HttpAnswer } from '../loopback-server.ts';
import { type AwsError, errorAnswer } from './aws-answer.ts';
import type { AwsRequest } from './aws-request.ts';
import type { Moto } from './moto.ts';

/** One answer of DescribeImageScanFindings. */
export interface ScanAnswer {
  readonly status: string;
  readonly description?: string;
  readonly findings?: readonly object[];
  readonly enhancedFindings?: readonly object[];
  /** Milliseconds since the epoch; without it ECR does not say. */
  readonly completedAt?: number;
}

/**
 * What scans of images say, by digest: each answer once, the last one for ever. An image that nobody wrote about is
 * clean.
 */
export class ScanBook {
  readonly #written = new Map<string, readonly ScanAnswer[]>();
  readonly #told = new Map<string, { readonly of: readonly ScanAnswer[]; count: number }>();
  /** What is said of every image that has no answers of its own. */
  usual: readonly ScanAnswer[] = [{ status: 'COMPLETE', findings: [] }];

  write(digest: string, answers: readonly ScanAnswer[]): void {
    this.#written.set(digest, answers);
  }

  /** The next answer about an image. */
  next(digest: string): ScanAnswer | undefined {
    const answers = this.#written.get(digest) ?? this.usual;
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

/** moto keeps repositories and their settings; it never sees the images, so their scans are played here. */
export function answerEcr(request: AwsRequest, moto: Moto, scans: ScanBook): Promise<HttpAnswer> {
  switch (request.action) {
    case 'DescribeImageScanFindings':
      return Promise.resolve(describeFindings(request, scans));
    case 'StartImageScan':
      return Promise.resolve(json({ imageScanStatus: { status: 'IN_PROGRESS' } }));
    default:
      return moto.forward(request.http);
  }
}

/** Pages of ECR are this long here, so that a handful of findings is more than one. */
const PAGE = 3;

function describeFindings(request: AwsRequest, scans: ScanBook): HttpAnswer {
  const asked = JSON.parse(request.http.body) as { imageId: { imageDigest: string }; nextToken?: string };
  const { imageDigest } = asked.imageId;
  const from = Number(asked.nextToken ?? 0);
  const answer = from === 0 ? scans.next(imageDigest) : scans.current(imageDigest);
  return answer === undefined
    ? errorAnswer('ecr', NO_SCAN)
    : json({ imageId: { imageDigest }, ...pageOf(answer, from) });
}

function pageOf(
  { status, description, findings = [], enhancedFindings = [], completedAt }: ScanAnswer,
  from: number,
): object {
  const isMore = from + PAGE < Math.max(findings.length, enhancedFindings.length);
  return {
    imageScanStatus: { status, description },
    imageScanFindings: {
      ...(completedAt !== undefined && { imageScanCompletedAt: completedAt / 1_000 }),
      ...(findings.length > 0 && { findings: findings.slice(from, from + PAGE) }),
      ...(enhancedFindings.length > 0 && { enhancedFindings: enhancedFindings.slice(from, from + PAGE) }),
    },
    ...(isMore && { nextToken: String(from + PAGE) }),
  };
}

const NO_SCAN: AwsError = {
  status: 400,
  code: 'ScanNotFoundException',
  message: 'Image scan does not exist for the image',
};

const json = (value: object): HttpAnswer => ({
  status: 200,
  contentType: 'application/x-amz-json-1.1',
  body: JSON.stringify(value),
});
