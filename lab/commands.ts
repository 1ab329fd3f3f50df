import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '../lib/core/duration.ts';
import type { CommandLine, CommandName } from './command-line.ts';
import { controlClient } from './control-client.ts';
import { nodeFolder } from './kafka/cluster.ts';
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
  down: async () => {
    await endLab();
    return ['the lab is down'];
  },
  status: async () => describeStatus(await findLab()),
  logs: async ({ node }) => readLogs(await findLab(), node),
  env: async () => exportLines(await findLab()),
};

function describeUp(lab: LabDescription): string[] {
  const { totalMs, residentMegabytes } = lab.startupReport;
  const memory = residentMegabytes.brokers.reduce((sum, one) => sum + one, residentMegabytes.moto);
  const size = `${String(lab.nodes.length)} brokers, ${String(memory)} MB`;
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
  const rows = instances.map(({ nodeId, instanceId, state, launchTime, pid }, index) => {
    const broker = lab.bootstrapBrokers[index] ?? '';
    return [
      String(nodeId),
      instanceId,
      lab.nodes[index]?.rack ?? '',
      state,
      launchTime,
      String(pid ?? '-'),
      broker,
    ];
  });
  return columns([['node', 'instance', 'zone', 'state', 'launched', 'pid', 'broker'], ...rows]);
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

async function readLogs(lab: LabDescription, node: number | undefined): Promise<string[]> {
  const known = lab.nodes.map(({ nodeId }) => nodeId);
  if (node !== undefined && !known.includes(node)) {
    throw new LabRefusal(`there is no node ${String(node)}. Give one of ${known.join(', ')}.`);
  }
  const wanted = node === undefined ? known : [node];
  const logs = wanted.map(async (nodeId) => {
    const text = await readFile(join(nodeFolder(lab.dir, nodeId), 'broker.log'), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => (node === undefined ? `${String(nodeId)} | ${line}` : line));
  });
  return (await Promise.all(logs)).flat();
}

const exportLines = ({ env }: LabDescription): string[] =>
  Object.entries(env).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
