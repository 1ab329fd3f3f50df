import { readFile } from 'node:fs/promises';
import { formatDuration } from '../lib/core/duration.ts';
import type { Fault } from './aws/fault.ts';
import { chaosUsage } from './chaos-command.ts';
import type { CommandLine, CommandName } from './command-line.ts';
import { controlClient } from './control-client.ts';
import { type NodeRef, isNode } from './cluster-shape.ts';
import { nodeFolder } from './kafka/cluster-node.ts';
import { logFile } from './kafka/jvm.ts';
import { LabRefusal, endLab, findLab, keepLab } from './kept-lab.ts';
import type { LabDescription } from './lab-description.ts';
import { sampleCommands } from './sample-commands.ts';

/** Each gives the lines for stdout; progress goes to stderr. */
export const RUN: Readonly<Record<CommandName, (line: CommandLine) => Promise<readonly string[]>>> = {
  up: async ({ options }) => {
    const lab = await keepLab(options, (line) => {
      process.stderr.write(`lab: ${line}\n`);
    });
    return describeUp(lab);
  },
  down: async () =>
    (await endLab()) === 'ended'
      ? ['the lab is down']
      : ['the lab had ended without being told to; what it left is removed'],
  status: async () => describeStatus(await findLab()),
  logs: async ({ node }) => readLogs(await findLab(), node),
  env: async () => exportLines(await findLab()),
  chaos: async ({ fault }) => (fault === undefined ? chaosUsage() : breakLab(await findLab(), fault)),
};

function describeUp(lab: LabDescription): string[] {
  const { totalMs, residentMegabytes } = lab.startupReport;
  const memory = residentMegabytes.nodes.reduce((sum, one) => sum + one, residentMegabytes.moto);
  const size = `${String(lab.nodes.length)} nodes, ${String(memory)} MB`;
  return [
    `Apache Kafka ${lab.kafkaVersion} is up after ${formatDuration(totalMs)} (${size})`,
    `bootstrap brokers: ${lab.bootstrapBrokers.join(',')}`,
    '',
    '# point a shell to it:  eval "$(npm run --silent lab -- env)"',
    ...exportLines(lab),
    '',
    ...sampleCommands(lab),
  ];
}

async function describeStatus(lab: LabDescription): Promise<string[]> {
  const instances = await controlClient(lab.control).instances();
  const seen = new Map(instances.map((instance) => [instance.identity, instance]));
  const rows = lab.nodes.map(({ identity, roles, instanceId, rack, address }) => {
    const { state = '-', launchTime = '-', pid = '-' } = seen.get(identity) ?? {};
    return [identity, roles.join(','), instanceId, rack, state, launchTime, String(pid), address];
  });
  return columns([['node', 'role', 'instance', 'zone', 'state', 'launched', 'pid', 'address'], ...rows]);
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
}

async function readLogs(lab: LabDescription, ref: NodeRef | undefined): Promise<string[]> {
  const wanted = lab.nodes.filter((node) => ref === undefined || isNode(ref, node));
  if (wanted.length === 0) {
    const known = lab.nodes.map(({ identity }) => identity).join(', ');
    throw new LabRefusal(`there is no node ${String(ref)}. Give one of ${known}.`);
  }
  const logs = wanted.map(async (node) => {
    const text = await readFile(logFile(nodeFolder(lab.dir, node)), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => (ref === undefined ? `${node.identity} | ${line}` : line));
  });
  return (await Promise.all(logs)).flat();
}

async function breakLab(lab: LabDescription, fault: Fault): Promise<string[]> {
  await controlClient(lab.control)
    .inject(fault)
    .catch((refusal: unknown) => {
      throw new LabRefusal(refusal instanceof Error ? refusal.message : String(refusal));
    });
  return ['done; `npm run lab -- status` shows the nodes'];
}

const exportLines = ({ env }: LabDescription): string[] =>
  Object.entries(env).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
