import { expect, test } from '@jest/globals';
import { sourcesOf } from './apt-sources.ts';

const DEBIAN = `Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main`;

test('the distribution keeps its mirrors and keys and changes its suite', () => {
  const [debian] = sourcesOf([{ name: 'debian.sources', text: DEBIAN }], 'bookworm', 'trixie');
  expect(debian?.text).toBe(DEBIAN.replaceAll('bookworm', 'trixie'));
});

test('sources of others are left out', () => {
  const others = [
    { name: 'cloud.list', text: 'deb https://cloud.example/apt cloud-sdk-bookworm main' },
    {
      name: 'node.sources',
      text: 'Types: deb\nURIs: https://node.example\nSuites: nodistro\nComponents: main',
    },
  ];
  expect(sourcesOf(others, 'bookworm', 'trixie')).toEqual([]);
});

test('a line for each source is known too', () => {
  const text =
    '# own\ndeb [arch=amd64] http://mirror.example/debian bookworm main\ndeb-src http://mirror.example/debian bookworm main\ndeb http://mirror.example/debian bookworm-updates main\n';
  expect(sourcesOf([{ name: 'sources.list', text }], 'bookworm', 'trixie')).toEqual([
    {
      name: 'sources.list',
      text: 'deb [arch=amd64] http://mirror.example/debian trixie main\ndeb http://mirror.example/debian trixie-updates main',
    },
  ]);
});
