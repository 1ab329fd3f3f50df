import type { Cancellation } from '../../lib/adapters/cancellation.ts';
import type { Ports } from '../../actions/topic-sync/src/ports.ts';
import { WorldFailure } from '../../lib/core/world-failure.ts';
import type { YamlFiles } from '../../lib/core/yaml-files.ts';
import { noEnvironment } from '../../lib/core/environment.ts';
import { readYaml } from '../../lib/adapters/yaml-document.ts';
import { sha256 } from '../builders/plan-identity.ts';
import { FakeThreads } from './fake-threads.ts';
import type { FakeTopicCluster } from './fake-topic-cluster.ts';

type Files = Readonly<Record<string, string>>;

function yamlOf(files: Files, patterns: readonly string[]): YamlFiles {
  const read = Object.entries(files).map(([file, text]) => readYaml(file, text));
  return {
    files: Object.keys(files),
    documents: read.flatMap(({ documents }) => documents),
    problems: read.flatMap(({ problems }) => problems),
    unmatched: Object.keys(files).length === 0 ? patterns : [],
  };
}

const noCommit = (ref: string): WorldFailure => new WorldFailure(`The repository has no commit ${ref} here.`);

/** The ports of a run over files in memory, which are others in the commits of `before`; time passes only while it sleeps. */
export function fakeTopicPorts(
  files: Files,
  cluster: FakeTopicCluster,
  before: Readonly<Record<string, Files>> = {},
): Ports {
  let now = 0;
  return {
    fallback: {},
    readEnvironment: () => Promise.resolve(noEnvironment()),
    environments: () => Promise.resolve([]),
    readYaml: (patterns) => Promise.resolve(yamlOf(files, patterns)),
    readYamlAt: (ref) => {
      const base = before[ref];
      return base === undefined ? Promise.reject(noCommit(ref)) : Promise.resolve(yamlOf(base, []));
    },
    ancestryOf: (ref) =>
      before[ref] === undefined ? Promise.reject(noCommit(ref)) : Promise.resolve('earlier'),
    readText: (file) => Promise.reject(new WorldFailure(`${file} cannot be read.`)),
    openCluster: () => {
      cluster.asked.push('open');
      return Promise.resolve(cluster);
    },
    clock: {
      now: () => now,
      sleep: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
    github: {
      event: { name: '', headSha: '', runUrl: '', pullRequest: null },
      open: () => new FakeThreads(),
    },
    watchCancellation: neverCancelled,
    say: () => undefined,
    sha256,
    writeNew: (made) => Promise.resolve({ written: [...made.keys()], unchanged: [] }),
    saveFile: (name) => Promise.resolve(`/tmp/${name}`),
  };
}

const neverCancelled = (): Cancellation => ({
  isCancelled: () => false,
  signal: new AbortController().signal,
  [Symbol.dispose]: () => undefined,
});
