import { createHash } from 'node:crypto';
import type { Ports } from '../../actions/topic-sync/src/ports.ts';
import { noEnvironment } from '../../lib/core/environment.ts';
import { readYaml } from '../../lib/adapters/yaml-document.ts';
import { FakeThreads } from './fake-threads.ts';
import type { FakeTopicCluster } from './fake-topic-cluster.ts';

/** The ports of a run over files in memory; time passes only while it sleeps. */
export function fakeTopicPorts(files: Readonly<Record<string, string>>, cluster: FakeTopicCluster): Ports {
  let now = 0;
  return {
    fallback: {},
    readEnvironment: () => Promise.resolve(noEnvironment()),
    readYaml: (patterns) => {
      const read = Object.entries(files).map(([file, text]) => readYaml(file, text));
      return Promise.resolve({
        files: Object.keys(files),
        documents: read.flatMap(({ documents }) => documents),
        problems: read.flatMap(({ problems }) => problems),
        unmatched: Object.keys(files).length === 0 ? patterns : [],
      });
    },
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
    say: () => undefined,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    saveFile: (name) => Promise.resolve(`/tmp/${name}`),
  };
}
