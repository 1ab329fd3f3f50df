import type { LabDescription } from './lab-description.ts';
import { accessVariable } from './secured-access.ts';

/** A command for each action that can be pasted into a shell that has the lab's variables. */
export function sampleCommands(lab: LabDescription): string[] {
  const { bootstrapBrokers, zookeeperConnect, clusterName } = lab;
  const brokers = bootstrapBrokers.join(',');
  const rolling = {
    'bootstrap-brokers': brokers,
    ...(zookeeperConnect === undefined ? {} : { 'zookeeper-connect': zookeeperConnect }),
    'node-filters': `tag:kafka-cluster=${clusterName}`,
  };
  return [
    '# plan a rolling reboot (INPUT_DRY-RUN=false does it):',
    sample('rolling-reboot', { ...rolling, 'dry-run': 'true' }),
    '# plan the topics of topics/:',
    sample('topic-sync', { environment: 'lab', 'bootstrap-brokers': brokers, command: 'plan' }),
    ...securedSamples(lab),
  ];
}

/** The texts of certificates are in the lab's variables, which the shell has. */
function securedSamples({ secured }: LabDescription): string[] {
  return Object.entries(secured ?? {}).flatMap(
    ([way, inputs]: [string, Readonly<Record<string, string>>]) => {
      const given = Object.keys(inputs).map(
        (name) => `"INPUT_${name.toUpperCase()}=$${accessVariable(way, name)}"`,
      );
      return [
        `# the same by the access "${way}":`,
        `env ${given.join(' ')} INPUT_ENVIRONMENT=lab INPUT_COMMAND=plan ${process.execPath} actions/topic-sync/dist/index.js`,
      ];
    },
  );
}

/** By `env`, because a shell refuses names with a dash; by this Node, because the shell's own can be too old. */
function sample(action: string, inputs: Readonly<Record<string, string>>): string {
  const given = Object.entries(inputs).map(([name, value]) => `'INPUT_${name.toUpperCase()}=${value}'`);
  return `env ${given.join(' ')} ${process.execPath} actions/${action}/dist/index.js`;
}
