import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dockerConfig } from './docker-config.ts';

let folder = '';
let theirs = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'docker-config-'));
  theirs = path.join(folder, 'theirs');
  await mkdir(theirs);
});

afterEach(() => rm(folder, { recursive: true }));

const LOGIN = { host: 'ecr.example.com', username: 'AWS', password: 'a:b' };

async function made(): Promise<unknown> {
  const own = await dockerConfig(folder, [LOGIN], theirs);
  return JSON.parse(await readFile(path.join(own, 'config.json'), 'utf8'));
}

test('our logins are added to those of the user, whose file stays as it is', async () => {
  const before = {
    auths: { 'other.example.com': { auth: 'eA==' }, 'ecr.example.com': { auth: 'old' } },
    credsStore: 'desktop',
    credHelpers: { 'ecr.example.com': 'ecr-login' },
  };
  const file = path.join(theirs, 'config.json');
  await writeFile(file, JSON.stringify(before));
  expect(await made()).toEqual({
    auths: { 'other.example.com': { auth: 'eA==' }, 'ecr.example.com': { auth: 'QVdTOmE6Yg==' } },
    credsStore: 'desktop',
    credHelpers: { 'ecr.example.com': '' },
  });
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(before);
});

test('it is for nobody else to read', async () => {
  const own = await dockerConfig(folder, [LOGIN], theirs);
  expect((await stat(path.join(own, 'config.json'))).mode & 0o077).toBe(0);
});

test('the plugins of the user are there', async () => {
  await mkdir(path.join(theirs, 'cli-plugins'));
  await writeFile(path.join(theirs, 'cli-plugins', 'docker-buildx'), 'plugin');
  const own = await dockerConfig(folder, [], theirs);
  expect(await readFile(path.join(own, 'cli-plugins', 'docker-buildx'), 'utf8')).toBe('plugin');
});

test('without a configuration there is one with our logins alone', async () => {
  expect(await made()).toMatchObject({ auths: { 'ecr.example.com': {} } });
});

test('a malformed one is told, and not replaced', async () => {
  await writeFile(path.join(theirs, 'config.json'), '{ "auths": ');
  await expect(made()).rejects.toThrow('is no JSON object');
});
