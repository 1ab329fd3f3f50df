/** The AWS partitions that have Amazon ECR, as they stand in ARNs. */
export type AwsPartition =
  'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc' | 'aws-iso' | 'aws-iso-b' | 'aws-iso-e' | 'aws-iso-f';

/** What the host of a registry of Amazon ECR says. */
export type EcrHost =
  | {
      readonly isPublic: false;
      /** 12 digits; a text, because it may begin with zeros. */
      readonly account: string;
      readonly region: string;
      readonly partition: AwsPartition;
    }
  /** The public gallery; its login and its API are in us-east-1 alone, whatever the job's region is. */
  | { readonly isPublic: true; readonly region: 'us-east-1'; readonly partition: 'aws' };

interface Domains {
  readonly partition: AwsPartition;
  readonly regions: RegExp;
  readonly domain: string;
  /** Reached over IPv4 and IPv6, at `<account>.dkr-ecr.<region>.<domain>`. */
  readonly dualStack: string | undefined;
}

/** In this order: the first whose regions fit. The domains are those that Amazon's own credential helper knows. */
const DOMAINS: readonly Domains[] = [
  {
    partition: 'aws-cn',
    regions: /^cn-/,
    domain: 'amazonaws.com.cn',
    dualStack: 'on.amazonwebservices.com.cn',
  },
  { partition: 'aws-us-gov', regions: /^us-gov-/, domain: 'amazonaws.com', dualStack: 'on.aws' },
  { partition: 'aws-eusc', regions: /^eusc-/, domain: 'amazonaws.eu', dualStack: 'on.amazonwebservices.eu' },
  { partition: 'aws-iso', regions: /^us-iso-/, domain: 'c2s.ic.gov', dualStack: undefined },
  { partition: 'aws-iso-b', regions: /^us-isob-/, domain: 'sc2s.sgov.gov', dualStack: undefined },
  { partition: 'aws-iso-e', regions: /^eu-isoe-/, domain: 'cloud.adc-e.uk', dualStack: undefined },
  { partition: 'aws-iso-f', regions: /^us-isof-/, domain: 'csp.hci.ic.gov', dualStack: undefined },
  { partition: 'aws', regions: /^[a-z]{2}-[a-z]+-\d+$/, domain: 'amazonaws.com', dualStack: 'on.aws' },
];

const PUBLIC_HOSTS = new Set(['public.ecr.aws', 'ecr-public.aws.com']);
const PRIVATE_HOST = /^(\d{12})\.dkr([.-])ecr(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\.([a-z0-9.-]+)$/;

/** What a registry's host says, without a port; undefined where it is none of Amazon ECR. */
export function parseEcrHost(host: string): EcrHost | undefined {
  if (PUBLIC_HOSTS.has(host)) return { isPublic: true, region: 'us-east-1', partition: 'aws' };
  const [, account, separator, region, domain] = PRIVATE_HOST.exec(host) ?? [];
  if (account === undefined || region === undefined) return undefined;
  const known = domainsOf(region);
  // A host that only looks like Amazon's would be sent Amazon's password.
  if (known === undefined || domain !== (separator === '-' ? known.dualStack : known.domain))
    return undefined;
  return { isPublic: false, account, region, partition: known.partition };
}

const domainsOf = (region: string): Domains | undefined =>
  DOMAINS.find(({ regions }) => regions.test(region));

/** The host of an account's registry; undefined where the account or the region can't be one. */
export function ecrHost(account: string, region: string): string | undefined {
  const host = `${account}.dkr.ecr.${region}.${domainsOf(region)?.domain ?? ''}`;
  return parseEcrHost(host) === undefined ? undefined : host;
}
