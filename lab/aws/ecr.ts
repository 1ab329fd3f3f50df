import type { HttpAnswer } from '../loopback-server.ts';
import { type AwsError, errorAnswer } from './aws-answer.ts';
import type { AwsRequest } from './aws-request.ts';
import type { Moto } from './moto.ts';
import type { ScanAnswer, ScanBook } from './scan-book.ts';

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

interface AskedScan {
  readonly repositoryName: string;
  readonly imageId: { readonly imageDigest: string };
  readonly nextToken?: string;
}

/** Pages of ECR are this long here, so that a handful of findings is more than one. */
const PAGE = 3;

function describeFindings(request: AwsRequest, scans: ScanBook): HttpAnswer {
  const asked = JSON.parse(request.http.body) as AskedScan;
  const { imageDigest } = asked.imageId;
  const from = Number(asked.nextToken ?? 0);
  const answer = from === 0 ? scans.next(asked.repositoryName, imageDigest) : scans.current(imageDigest);
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
