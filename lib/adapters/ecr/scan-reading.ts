import type {
  DescribeImageScanFindingsResponse,
  EnhancedImageScanFinding,
  ImageScanFinding,
} from '@aws-sdk/client-ecr';
import type { ScanFinding, ScanReading } from '../../core/ecr-scan.ts';

export function readFindings(page: DescribeImageScanFindingsResponse): ScanFinding[] {
  const { findings = [], enhancedFindings = [] } = page.imageScanFindings ?? {};
  return [...findings.map(readBasic), ...enhancedFindings.flatMap(readEnhanced)];
}

/** All but the findings. */
export function readStatus({
  imageScanStatus,
  imageScanFindings,
}: DescribeImageScanFindingsResponse): Omit<ScanReading, 'findings'> {
  const { status = '', description = '' } = imageScanStatus ?? {};
  const { imageScanCompletedAt, vulnerabilitySourceUpdatedAt } = imageScanFindings ?? {};
  return {
    status,
    description,
    completedAt: timeOf(imageScanCompletedAt),
    databaseAt: timeOf(vulnerabilitySourceUpdatedAt),
  };
}

const timeOf = (date: Date | undefined): number | null => date?.getTime() ?? null;

/** Basic scanning names the package in attributes, and no version that is mended. */
function readBasic({
  name = '',
  severity,
  description = '',
  attributes = [],
}: ImageScanFinding): ScanFinding {
  const attribute = (key: string): string => attributes.find((each) => each.key === key)?.value ?? '';
  return {
    id: name,
    severity: severity ?? '',
    title: description,
    package: attribute('package_name'),
    installed: attribute('package_version'),
    fixedIn: given(attribute('fixed_in_version')),
  };
}

/** Amazon Inspector lists all packages that an advisory is about. */
function readEnhanced(finding: EnhancedImageScanFinding): ScanFinding[] {
  const { severity = '', title = '', packageVulnerabilityDetails: details } = finding;
  const id = details?.vulnerabilityId ?? title;
  const about = details?.vulnerablePackages ?? [];
  const packages = about.length > 0 ? about : [{}];
  return packages.map(({ name = '', version = '', fixedInVersion }) => ({
    id,
    severity,
    title,
    package: name,
    installed: version,
    fixedIn: given(fixedInVersion),
  }));
}

/** Inspector writes NotAvailable where there is none. */
const given = (version = ''): string | undefined =>
  version === '' || version === 'NotAvailable' ? undefined : version;
