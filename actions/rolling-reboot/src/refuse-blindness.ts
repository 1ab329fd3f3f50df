import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import type { Ports } from './ports.ts';

/** A message names this many; whoever hides one topic usually hides thousands. */
const MOST_NAMED = 20;

/**
 * A principal that may not see a topic gets a list without it and no error: ask by name for what must be there. What
 * Kafka does not know was deleted, which is fine; what it refuses is hidden, and others may be as well.
 */
export async function hiddenTopics(
  expected: readonly string[],
  { kafka }: Pick<Ports, 'kafka'>,
): Promise<Problem[]> {
  const hidden = await kafka.hiddenTopics(expected);
  const problems = hidden.slice(0, MOST_NAMED).map((topic) => ({
    where: `topic ${topic}`,
    what: 'the principal may not see it, so others may be hidden as well',
    fix: 'Give the principal Describe and DescribeConfigs on all topics: kafka-acls.sh --add --operation Describe --operation DescribeConfigs --topic "*".',
  }));
  const more = hidden.length - problems.length;
  if (more <= 0) return problems;
  const [first] = problems;
  return [
    ...problems,
    { where: `${String(more)} more topics`, what: first?.what ?? '', fix: first?.fix ?? '' },
  ];
}

export async function refuseBlindness(
  expected: readonly string[],
  ports: Pick<Ports, 'kafka'>,
): Promise<void> {
  const problems = await hiddenTopics(expected, ports);
  if (problems.length > 0) throw new ProblemsFound(problems);
}
