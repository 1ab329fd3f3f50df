import { expect, test } from '@jest/globals';
import { ecrHost, parseEcrHost } from './ecr-host.ts';

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'eu-west-1', 'aws'],
  ['012345678901.dkr.ecr-fips.us-east-1.amazonaws.com', 'us-east-1', 'aws'],
  ['123456789012.dkr-ecr.eu-central-1.on.aws', 'eu-central-1', 'aws'],
  ['123456789012.dkr-ecr-fips.us-west-2.on.aws', 'us-west-2', 'aws'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1', 'aws-cn'],
  ['123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1', 'aws-cn'],
  ['123456789012.dkr.ecr.us-gov-west-1.amazonaws.com', 'us-gov-west-1', 'aws-us-gov'],
  ['123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1', 'aws-eusc'],
  ['123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu', 'eusc-de-east-1', 'aws-eusc'],
  ['123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1', 'aws-iso'],
  ['123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'us-isob-east-1', 'aws-iso-b'],
])('%s is in %s of %s', (host, region, partition) => {
  expect(parseEcrHost(host)).toEqual({ isPublic: false, account: host.slice(0, 12), region, partition });
});

test.each(['public.ecr.aws', 'ecr-public.aws.com'])('%s logs in at us-east-1', (host) => {
  expect(parseEcrHost(host)).toEqual({ isPublic: true, region: 'us-east-1', partition: 'aws' });
});

test.each([
  'docker.io',
  'ghcr.io',
  '12345678901.dkr.ecr.eu-west-1.amazonaws.com',
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example',
  'evil.example/123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com:443',
  '123456789012.dkr.ecr.cn-north-1.amazonaws.com',
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn',
  '123456789012.dkr.ecr.eu-west-1.on.aws',
  '123456789012.dkr-ecr.eu-west-1.amazonaws.com',
  '123456789012.dkr.ecr.eu-west-1.amazonaws.eu',
  '123456789012.dkr.ecr.us-gov-west-1.amazonaws.com\n',
  'x.public.ecr.aws',
])('%j is no host of Amazon ECR', (host) => {
  expect(parseEcrHost(host)).toBeUndefined();
});

test.each([
  ['eu-west-1', '012345678901.dkr.ecr.eu-west-1.amazonaws.com'],
  ['cn-northwest-1', '012345678901.dkr.ecr.cn-northwest-1.amazonaws.com.cn'],
  ['us-gov-east-1', '012345678901.dkr.ecr.us-gov-east-1.amazonaws.com'],
  ['eusc-de-east-1', '012345678901.dkr.ecr.eusc-de-east-1.amazonaws.eu'],
])('the registry of an account in %s', (region, host) => {
  expect(ecrHost('012345678901', region)).toBe(host);
});

test.each([
  ['12345', 'eu-west-1'],
  ['012345678901', 'eu-west-1.evil.example'],
  ['012345678901', ''],
])('account %j in region %j has no registry', (account, region) => {
  expect(ecrHost(account, region)).toBeUndefined();
});
