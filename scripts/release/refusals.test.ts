import { expect, test } from '@jest/globals';
import { releaseFacts, tag, versionOf } from '../../test/builders/release-facts.ts';
import type { GithubFacts, RepositoryFacts } from './facts.ts';
import type { Phase } from './phase.ts';
import { refusals } from './refusals.ts';

const TAGGED = { tags: [tag('v1.2.3', 'c'), tag('v1', 'b')] };

test.each<[Phase, Partial<RepositoryFacts>]>([
  ['prepare', {}],
  ['tag', {}],
  ['files', TAGGED],
  ['publish', TAGGED],
])('%s is made where all is well', (phase, repository) => {
  expect(refusals(phase, versionOf('v1.2.3'), releaseFacts(repository))).toEqual([]);
});

test.each<[string, Phase, Partial<RepositoryFacts>, Partial<GithubFacts>, string]>([
  ['a file that is not committed', 'tag', { changed: [' M README.md'] }, {}, 'such as README.md'],
  ['another commit than the tip of main', 'tag', { main: 'd'.repeat(40) }, {}, 'main is dddddddddddd'],
  ['main that cannot be read', 'prepare', { main: undefined }, {}, 'main cannot be read'],
  ['a tag that is there', 'tag', TAGGED, {}, 'it is at origin already'],
  ['a tag of this clone alone', 'tag', { localTags: ['v1.2.3'] }, {}, 'it is in this clone'],
  ['tags that cannot be read', 'tag', { tags: undefined }, {}, 'its tags cannot be read'],
  ['a file of another version', 'tag', { versions: { 'package.json': '1.2.2' } }, {}, 'it says 1.2.2'],
  ['a file without a version', 'tag', { versions: { 'package.json': undefined } }, {}, 'it says no version'],
  ['a changelog that is silent', 'tag', { changelog: '# Changelog\n' }, {}, 'under "## v1.2.3"'],
  ['no key', 'tag', { signingKey: false }, {}, 'no key to sign'],
  ['releases that can be changed', 'tag', {}, { immutableReleases: false }, 'can be changed'],
  [
    'not knowing whether they can',
    'tag',
    {},
    { immutableReleases: undefined },
    'they are not, or you may not ask',
  ],
  ['a release on the moving tag', 'tag', {}, { movingTagReleased: true }, 'can never be moved'],
  ['no tag', 'publish', {}, {}, 'v1.2.3 is not at origin'],
  ['a tag of another commit', 'publish', { tags: [tag('v1.2.3', 'd')] }, {}, 'v1.2.3 is dddddddddddd'],
  ['a tag beside main', 'publish', { ...TAGGED, onMain: false }, {}, 'it is no commit of main'],
  ['an unknown signature', 'publish', TAGGED, { tagVerified: false }, 'cannot verify its signature'],
  ['a signature that cannot be read', 'publish', TAGGED, { tagVerified: undefined }, 'cannot be read'],
  ['releases that cannot be read', 'publish', TAGGED, { release: undefined }, 'whether it is released'],
])('%s forbids %s', (_, phase, repository, github, says) => {
  const found = refusals(phase, versionOf('v1.2.3'), releaseFacts(repository, github));
  expect(found.map(({ what }) => what)).toEqual([expect.stringContaining(says)]);
});

const ACTION = 'inputs:\n  cluster:\n    description: The cluster.\n';
const MORE = `${ACTION}  window:\n    description: When.\n`;
const BREAKS = { subject: 'Take the throttle away', body: 'Breaking: no throttle any more', files: [] };

test.each<[string, string, Partial<RepositoryFacts>, string]>([
  ['v1.2.5', 'a version is left out', {}, 'it does not follow v1.2.2'],
  ['v3.0.0', 'a major version is left out', {}, 'Take one of 2.0.0, 1.3.0, 1.2.3.'],
  [
    'v1.2.3',
    'there is a new input',
    { actionsBefore: { a: ACTION }, actionsNow: { a: MORE } },
    'a: new input window',
  ],
  ['v1.3.0', 'an input is gone', { actionsBefore: { a: MORE }, actionsNow: { a: ACTION } }, 'Take 2.0.0.'],
  ['v1.3.0', 'a commit says that it breaks', { commits: [BREAKS] }, 'no throttle any more'],
])('%s is refused where %s', (name, _, repository, says) => {
  const found = refusals('prepare', versionOf(name), releaseFacts(repository));
  expect(found.map(({ what, fix }) => `${what}. ${fix}`).join('\n')).toContain(says);
});

test.each<[string, Partial<RepositoryFacts>]>([
  ['v1.3.0', { actionsBefore: { a: ACTION }, actionsNow: { a: MORE } }],
  ['v2.0.0', { actionsBefore: { a: MORE }, actionsNow: { a: ACTION } }],
  ['v2.0.0-rc.1', { commits: [BREAKS] }],
  ['v0.2.0', { tags: [tag('v0.1.4', 'b')], commits: [BREAKS] }],
  ['v1.0.0', { tags: [], commits: [BREAKS] }],
])('%s is a step that is big enough', (name, repository) => {
  expect(refusals('prepare', versionOf(name), releaseFacts(repository))).toEqual([]);
});

test.each<[Phase, Partial<RepositoryFacts>]>([
  ['tag', {}],
  ['publish', TAGGED],
])('bundles of other sources forbid %s', (phase, repository) => {
  const facts = { ...releaseFacts(repository), staleBundles: 'index.js differs' };
  expect(refusals(phase, versionOf('v1.2.3'), facts)).toMatchObject([
    { what: expect.stringContaining('index.js differs') },
  ]);
});
