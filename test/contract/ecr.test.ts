import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type AwsLab, startAwsLab } from '../../lab/aws-lab.ts';
import { Ecr } from '../../lib/adapters/ecr.ts';
import type { RepositorySettings } from '../../lib/core/ecr-repository.ts';

jest.setTimeout(120_000);

let aws: AwsLab;
let ecr: Ecr;

beforeAll(async () => {
  aws = await startAwsLab();
  Object.assign(process.env, aws.env);
  ecr = new Ecr({ region: 'eu-west-1' });
});

afterAll(async () => {
  await aws[Symbol.asyncDispose]();
});

const SETTINGS: RepositorySettings = {
  tagMutability: 'IMMUTABLE',
  mutableTags: ['env-*'],
  scanOnPush: true,
  kmsKey: null,
  lifecyclePolicy: null,
  tags: { team: 'content' },
};

const DIGEST = `sha256:${'ab'.repeat(32)}`;

test('a repository is created with its settings, and once', async () => {
  expect(await ecr.repository('kafka/new')).toBeUndefined();
  expect(await ecr.create('kafka/new', SETTINGS)).toBe('created');
  expect(await ecr.create('kafka/new', SETTINGS)).toBe('was-there');
  expect(await ecr.repository('kafka/new')).toEqual({
    tagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    mutableTags: ['env-*'],
    scanOnPush: true,
    kmsKey: null,
    lifecyclePolicy: null,
  });
});

test('its settings can be changed', async () => {
  await ecr.create('kafka/changed', SETTINGS);
  await ecr.setTagMutability('kafka/changed', { ...SETTINGS, mutableTags: [] });
  await ecr.setScanOnPush('kafka/changed', false);
  const rule = {
    rulePriority: 1,
    selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 9 },
  };
  const policy = JSON.stringify({ rules: [{ ...rule, action: { type: 'expire' } }] });
  await ecr.setLifecyclePolicy('kafka/changed', policy);
  const seen = await ecr.repository('kafka/changed');
  expect(seen).toMatchObject({ tagMutability: 'IMMUTABLE', mutableTags: [], scanOnPush: false });
  expect(JSON.parse(seen?.lifecyclePolicy ?? '')).toEqual(JSON.parse(policy));
});

test('a login is for the registry of the account', async () => {
  const login = await ecr.login();
  expect(login).toMatchObject({ username: 'AWS', password: '123456789012-auth-token' });
  expect(login.endpoint).toContain('123456789012.dkr.ecr.eu-west-1.amazonaws.com');
});

test('all pages of a scan are read, basic and enhanced', async () => {
  const basic = Array.from({ length: 7 }, (_, n) => ({
    name: `CVE-2026-${String(n)}`,
    severity: 'HIGH',
    description: 'a hole',
    attributes: [
      { key: 'package_name', value: 'openssl' },
      { key: 'package_version', value: '3.0' },
    ],
  }));
  aws.scans.write(DIGEST, [{ status: 'COMPLETE', findings: basic, completedAt: Date.UTC(2026, 10, 22) }]);
  const read = await ecr.scan('kafka/new', DIGEST);
  expect(read.status).toBe('COMPLETE');
  expect(read.findings).toHaveLength(7);
  expect(read.completedAt).toBe(Date.UTC(2026, 10, 22));
  expect(read.findings[6]).toEqual({
    id: 'CVE-2026-6',
    severity: 'HIGH',
    title: 'a hole',
    package: 'openssl',
    installed: '3.0',
    fixedIn: undefined,
  });
  const details = {
    vulnerabilityId: 'CVE-2026-9',
    vulnerablePackages: [
      { name: 'a', version: '1', fixedInVersion: '2' },
      { name: 'b', version: '1', fixedInVersion: 'NotAvailable' },
    ],
  };
  const enhanced = { title: 'CVE-2026-9 - a', severity: 'CRITICAL', packageVulnerabilityDetails: details };
  aws.scans.write(DIGEST, [{ status: 'ACTIVE', enhancedFindings: [enhanced] }]);
  expect((await ecr.scan('kafka/new', DIGEST)).findings).toMatchObject([
    { id: 'CVE-2026-9', severity: 'CRITICAL', package: 'a', fixedIn: '2' },
    { id: 'CVE-2026-9', package: 'b', fixedIn: undefined },
  ]);
});

test('no scan is no failure, and no pass either', async () => {
  aws.scans.write(DIGEST, []);
  expect(await ecr.scan('kafka/new', DIGEST)).toEqual({
    ...{ status: 'none', description: '', findings: [], completedAt: null, databaseAt: null },
  });
  expect(await ecr.startScan('kafka/new', DIGEST)).toBe(true);
});

test('a refusal names the call, and what to do', async () => {
  aws.refusals.add('DescribeRepositories', 'AccessDeniedException', 1);
  await expect(ecr.repository('kafka/new')).rejects.toThrow(
    /DescribeRepositories of kafka\/new failed.*AccessDenied/,
  );
});
