import type { Runner } from '../../../lib/adapters/runner.ts';
import type { EnvironmentDocument } from '../../../lib/core/environment-document.ts';
import { code, table } from '../../../lib/core/markdown.ts';
import { orThrow, ProblemsFound } from '../../../lib/core/problem.ts';
import { splitList } from '../../../lib/core/read-inputs.ts';
import type { Chained } from './core/chained.ts';
import { compareEnvironments } from './core/compare-environments.ts';
import { matrix } from './core/matrix.ts';

export interface Ports {
  readEnvironments(): Promise<readonly EnvironmentDocument[]>;
  /** The known word that a mistyped one was meant to be. */
  readonly suggest: (word: string, known: Iterable<string>) => string | undefined;
}

type Machine = Pick<Runner, 'info' | 'input' | 'setOutput' | 'writeSummary'>;

/** The whole action: every file is checked, also those that the matrix leaves out. */
export async function environments(machine: Machine, ports: Ports): Promise<void> {
  const documents = sound(await ports.readEnvironments());
  const chain = orThrow(matrix(documents, splitList(machine.input('names')), ports.suggest));
  const names = chain.map(({ environment }) => environment);
  machine.info(`${String(documents.length)} environments without a mistake; in turn: ${names.join(', ')}`);
  machine.setOutput('matrix', JSON.stringify({ include: chain }));
  machine.setOutput('names', JSON.stringify(names));
  machine.setOutput('count', String(names.length));
  await machine.writeSummary(`${summary(chain)}\n`);
}

/** The same documents; all that is wrong with them is thrown. */
export function sound(documents: readonly EnvironmentDocument[]): readonly EnvironmentDocument[] {
  if (documents.length === 0) throw new ProblemsFound([NO_FILE]);
  const problems = [...documents.flatMap(({ problems: own }) => own), ...compareEnvironments(documents)];
  if (problems.length > 0) throw new ProblemsFound(problems);
  return documents;
}

const NO_FILE = {
  where: 'environments',
  what: 'the folder has no file',
  fix: 'Write one for each environment, such as environments/dev.yaml; a job checks out the repository first.',
};

function summary(chain: readonly Chained[]): string {
  const rows = chain.map(({ order, environment, mode, account, region, cluster }) => [
    order === null ? '' : String(order),
    ...[environment, mode, account, region, cluster].map((text) => (text === '' ? '' : code(text))),
  ]);
  return table(['Turn', 'Environment', 'Mode', 'Account', 'Region', 'Cluster'], rows);
}
