import { expect, test } from '@jest/globals';
import { file, folder, hardLink, link, program, type WrittenEntry } from '../../../test/builders/archive.ts';
import { faults, judgedLayers } from '../../../test/builders/judged-layout.ts';
import { layer } from '../../../test/builders/oci-layout.ts';
import { pem, SECRET_SAMPLES } from '../../../test/builders/secret-samples.ts';

test('an image that keeps every rule passes', async () => {
  const node = [folder('nodejs/bin/'), program('nodejs/bin/node'), { ...folder('tmp/'), mode: 0o1777 }];
  const app = [
    file('app/index.js', 'start()'),
    link('app/latest.js', 'index.js'),
    hardLink('app/a.js', 'app/index.js'),
  ];
  const report = await judgedLayers(layer(...node), layer(...app));
  expect(faults(report)).toEqual([]);
  expect(report).toMatchObject({ passes: true, flaws: [] });
});

const capable = { ...program('usr/bin/ping'), pax: { 'SCHILY.xattr.security.capability': 'cap_net_raw' } };

test.each<[string, string, readonly WrittenEntry[]]>([
  ['no-setuid', '/usr/bin/su runs as its owner (setuid, mode 04755)', [program('usr/bin/su', 0o4755)]],
  ['no-setuid', '/usr/bin/wall runs as its group (setgid, mode 02755)', [program('usr/bin/wall', 0o2755)]],
  [
    'no-setuid',
    '/a runs as its owner (setuid, mode 04755), and 1 more',
    [program('a', 0o4755), hardLink('b', 'a')],
  ],
  ['no-capabilities', '/usr/bin/ping has file capabilities', [capable]],
  ['no-shell', '/bin/bash is a shell', [program('bin/bash')]],
  ['no-shell', '/usr/bin/bash-5.2 is a shell', [program('usr/bin/bash-5.2')]],
  ['no-shell', '/opt/x/dash is a shell', [program('opt/x/dash', 0o100)]],
  ['no-shell', '/bin/sh is a shell', [program('bin/sh', 0o644)]],
  ['no-shell', '/bin/sh is a shell, a link to /opt/tool', [program('opt/tool'), link('bin/sh', '/opt/tool')]],
  [
    'no-shell',
    '/usr/bin/sh is a shell, a link to ../../opt/tool',
    [program('opt/tool'), link('usr/bin/sh', '../../opt/tool')],
  ],
  ['no-package-manager', '/usr/bin/apt-get is a package manager', [program('usr/bin/apt-get')]],
  ['no-package-manager', '/usr/local/bin/pip3.12 is a package manager', [program('usr/local/bin/pip3.12')]],
  ['no-package-manager', '/sbin/apk is a package manager', [program('sbin/apk')]],
  [
    'no-package-manager',
    '/usr/lib/node_modules/npm/package.json is a package manager',
    [file('usr/lib/node_modules/npm/package.json', '{}')],
  ],
  ['no-world-writable', '/app/data can be written by everybody (mode 0777)', [folder('app/data/', 0o777)]],
  [
    'no-world-writable',
    '/app/a.json can be written by everybody (mode 0666)',
    [file('app/a.json', '{}', 0o666)],
  ],
  ['no-world-writable', '/tmp can be written by everybody (mode 0777)', [folder('tmp/', 0o777)]],
  ['no-world-writable', '/opt can be written by everybody (mode 01777)', [folder('opt/', 0o1777)]],
  ['no-devices', '/dev/sda is a device file', [{ name: 'dev/sda', type: '4' }]],
  ['no-devices', '/dev/mem is a device file', [{ name: 'dev/mem', type: '3' }]],
  ['no-way-out', '/etc/passwd is named so that it leaves the root', [file('../../etc/passwd')]],
  ['no-way-out', '/x is named so that it leaves the root', [file('a/../../x')]],
  ['no-way-out', '/app/up is a link out of the root', [link('app/up', '../../etc')]],
  [
    'no-way-out',
    '/bin/sh is a link that is too long to be followed',
    [folder('a/'), { ...link('bin/sh', ''), pax: { linkpath: `${'a/../'.repeat(300)}opt/tool` } }],
  ],
  ['no-way-out', '/a is a hard link out of the root', [hardLink('a', '../../etc/shadow')]],
  ['no-way-out', '/a is a hard link to nothing', [hardLink('a', 'etc/shadow')]],
  ['no-way-out', '/a\nb has a name that is no text', [file('a\nb')]],
  ['no-secrets', '/srv/.ssh/id_ed25519 holds credentials, by its name', [file('srv/.ssh/id_ed25519', 'x')]],
])('%s: %s', async (rule, because, entries) => {
  const found = faults(await judgedLayers(layer(...entries)));
  expect(found).toEqual([`${rule} fail: ${because}`]);
});

test.each<[string, readonly WrittenEntry[]]>([
  [
    'names that only contain the name of a shell',
    [program('usr/bin/ssh'), program('bin/flush'), program('app/sh.js')],
  ],
  ['a folder called sh', [folder('usr/share/sh/')]],
  ['a completion for npm', [file('usr/share/bash-completion/completions/npm', 'x')]],
  ['a link called sh that leads nowhere', [link('bin/sh', '/bin/gone')]],
  ['a folder with setgid', [folder('var/mail/', 0o2755)]],
  ['an absolute link', [link('etc/mtab', '/proc/mounts')]],
  ['a link that is open to everybody, as all are', [link('a', 'b')]],
  ['links in a circle', [link('a', 'b'), link('b', 'a'), file('a/x'), link('c', 'c/d')]],
  ['one path twice', [program('bin/x', 0o4755), program('bin/x')]],
])('%s is no fault', async (_, entries) => {
  expect(faults(await judgedLayers(layer(...entries)))).toEqual([]);
});

test('what a later layer takes away is gone, but not its secrets', async () => {
  const [, key = ''] = SECRET_SAMPLES[0] ?? [];
  const below = layer(
    program('bin/sh'),
    program('bin/su', 0o4755),
    file('srv/key', `x ${key}`),
    file('b64', Buffer.from(pem('')).toString('base64')),
  );
  const above = layer(file('bin/.wh..wh..opq'), file('srv/.wh.key'), file('.wh.b64'));
  expect(faults(await judgedLayers(below, above))).toEqual([
    'no-secrets fail: /srv/key holds AWS access key at byte 2, in a file that a later layer deletes, and 1 more',
  ]);
});

test('a whiteout takes nothing away from its own layer, wherever it stands', async () => {
  const found = await judgedLayers(layer(program('bin/sh'), file('bin/.wh.sh'), file('bin/.wh..wh..opq')));
  expect(faults(found)).toEqual(['no-shell fail: /bin/sh is a shell']);
});

test('a file below a link is found where it lands', async () => {
  const found = await judgedLayers(
    layer(folder('usr/bin/'), link('bin', 'usr/bin')),
    layer(program('bin/sh')),
  );
  expect(faults(found)).toEqual(['no-shell fail: /usr/bin/sh is a shell']);
});
