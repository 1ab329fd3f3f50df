import { expect, test } from '@jest/globals';
import { file } from '../../../test/builders/archive.ts';
import { faults, judged, judgedLayers } from '../../../test/builders/judged-layout.ts';
import { type BuiltImage, layer, layoutOf } from '../../../test/builders/oci-layout.ts';
import { SECRET_SAMPLES } from '../../../test/builders/secret-samples.ts';

test.each<[string, RegExp]>([
  ['kafka', /^numeric-user fail: USER kafka is a name/],
  ['root', /USER root is a name/],
  ['', /it has no USER, so it runs as root/],
  ['0', /USER 0 is root/],
  ['0:0', /USER 0:0 is root/],
  ['000', /USER 000 is root/],
  ['0:65532', /is root/],
  ['65532:nogroup', /has a group by its name/],
  ['65532:', /has a group by its name/],
  ['65532:0:0', /has a group by its name/],
  ['-1', /is a name/],
  ['4294967296', /beyond the user ids/],
  ['65532\n0', /is a name/],
])('USER %j does not pass', async (User, because) => {
  expect(faults(await judged(layoutOf({ run: { User } })))).toEqual([expect.stringMatching(because)]);
});

test.each(['65532', '65532:65532', '1000:0'])('USER %j passes', async (User) => {
  expect(faults(await judged(layoutOf({ run: { User } })))).toEqual([]);
});

test('a user called 65532 who is root does not pass', async () => {
  const passwd = file('etc/passwd', 'root:x:0:0::/:\n65532:x:0:0::/:/sbin/nologin\n');
  expect(faults(await judgedLayers(layer(passwd)))).toEqual([
    'numeric-user fail: USER 65532:65532 is the name of a user with the id 0 in /etc/passwd',
  ]);
});

test.each<[string, string[], string[], string]>([
  ['exec form', ['/nodejs/bin/node', '/app/index.js'], [], ''],
  ['exec form with arguments', ['/nodejs/bin/node'], ['/app/index.js', '-c'], ''],
  [
    'shell form',
    ['/bin/sh', '-c', 'node /app'],
    [],
    'ENTRYPOINT is in shell form: ["/bin/sh","-c","node /app"]',
  ],
  ['shell form of bash', ['bash', '-ec', 'node'], [], 'ENTRYPOINT is in shell form'],
  ['CMD in shell form', ['/nodejs/bin/node'], ['/bin/sh', '-c', 'x'], 'CMD is in shell form'],
  ['CMD alone', [], ['/nodejs/bin/node'], 'it has no ENTRYPOINT: CMD alone is replaced by any argument'],
  ['neither', [], [], 'it has no ENTRYPOINT: nothing says what it starts'],
])('the start in %s', async (_, Entrypoint, Cmd, fault) => {
  const found = faults(await judged(layoutOf({ run: { Entrypoint, Cmd } })));
  expect(found.join()).toContain(fault);
  expect(found).toHaveLength(fault === '' ? 0 : 1);
});

const based = (name: string): Readonly<Record<string, unknown>> => ({
  Labels: { 'org.opencontainers.image.base.name': name },
});

test.each([
  ['node:latest', 'fail: it is made from node:latest'],
  ['node', 'fail: it is made from node'],
  ['registry:5000/node', 'fail: it is made from registry:5000/node'],
  ['', 'unknown: neither its labels nor its provenance say what it is made from'],
  ['node:24', null],
  ['scratch', null],
  [`node@sha256:${'a'.repeat(64)}`, null],
  [`node:latest@sha256:${'a'.repeat(64)}`, null],
])('a base %j', async (name, fault) => {
  const report = await judged(layoutOf({ run: based(name) }));
  expect(faults(report)).toEqual(fault === null ? [] : [`no-latest-base ${fault}`]);
  expect(report.passes).toBe(fault === null);
});

const [, token = ''] = SECRET_SAMPLES.find(([title]) => title === 'GitHub token') ?? [];

test.each<[string, BuiltImage, string]>([
  ['ENV', { run: { Env: [`A=${token}`] } }, 'the config ENV A holds GitHub token at byte 2'],
  [
    'ENV by its name',
    { run: { Env: ['DB_PASSWORD=abc123'] } },
    'ENV DB_PASSWORD has a value, and is named like a secret',
  ],
  [
    'a label',
    { run: { Labels: { 'org.opencontainers.image.base.name': 'a:1', x: token } } },
    'label x holds GitHub token',
  ],
  [
    'a build argument',
    { config: { history: [{ created_by: 'RUN |2 A=1 NPM_TOKEN=abc123 /bin/sh -c npm ci # buildkit' }] } },
    'history 0: NPM_TOKEN has a value',
  ],
  [
    'an ENV that a later one hides',
    { config: { history: [{ created_by: 'ENV DB_PASSWORD="abc 123"' }] } },
    'history 0: DB_PASSWORD has a value',
  ],
  [
    'an option',
    { config: { history: [{ created_by: 'RUN /bin/sh -c login --user=a --password=abc123 # buildkit' }] } },
    'history 0: password has a value',
  ],
  ['a label by its name', { annotations: { 'db.password': 'abc123' } }, 'label db.password has a value'],
  [
    'a command',
    { config: { history: [{ created_by: `RUN curl -H 'x: ${token}' # buildkit` }] } },
    'history 0 holds GitHub token',
  ],
  [
    'a health check',
    { run: { Healthcheck: { Test: ['CMD', 'x', token] } } },
    'the config holds GitHub token',
  ],
  ['an annotation', { annotations: { x: token } }, 'label x holds GitHub token'],
])('a secret in %s', async (_, built, fault) => {
  const report = await judged(layoutOf(built));
  expect(faults(report)).toEqual([expect.stringContaining(fault)]);
  expect(JSON.stringify(report)).not.toContain(token.slice(4));
});

test.each([
  ['a path', { run: { Env: ['TOKEN_FILE=/run/x', 'API_TOKEN=/run/secrets/token', 'KEY=1'] } }],
  ['nothing', { run: { Env: ['DB_PASSWORD='] } }],
  [
    'what a command finds out',
    { config: { history: [{ created_by: 'RUN TOKEN=$(cat /run/secrets/t) npm ci' }] } },
  ],
  [
    'a name in a build argument',
    { config: { history: [{ created_by: 'RUN |1 PASSWORD=${X} /bin/sh -c x' }] } },
  ],
])('%s is no secret', async (_, built) => {
  expect(faults(await judged(layoutOf(built)))).toEqual([]);
});

test('ADD from the network is told', async () => {
  const history = [
    { created_by: 'ADD https://example.org/a.tgz /a # buildkit' },
    { created_by: 'ADD a.tgz /b # buildkit' },
  ];
  expect(faults(await judged(layoutOf({ config: { history } })))).toEqual([
    'no-remote-add fail: 1 ADD from the network',
  ]);
});

test('a size budget counts what the layers unpack to', async () => {
  const policy = { rules: new Map(), sizeBudget: 10_000, exceptions: [] };
  const layers = [layer(file('a', 'x'.repeat(20_000)))];
  expect(faults(await judged(layoutOf({ layers }), { policy }))).toEqual([
    'size-budget fail: 22 KiB unpacked against a budget of 9.8 KiB',
  ]);
});
