import { type Parsed, type Problem, parsed, problemAt, refused } from '../../../../lib/core/problem.ts';
import { plainValue, type SourceValue, valueAt } from '../../../../lib/core/source-value.ts';

/** An environment as the jobs of a workflow need it. */
export interface Link {
  readonly environment: string;
  /** Its turn in a deployment. */
  readonly order: number;
  /** The images that are deployed to it. */
  readonly images: readonly string[];
  /** Off: a scheduled restart only evaluates. */
  readonly rebootCron: boolean;
}

export interface Asked {
  /** The only environment that is meant; empty for all. */
  readonly only: string;
  readonly atMost: number;
}

/** The environments that have a turn, in their order; one without `spec.order` belongs to no chain. */
export function linksOf(documents: readonly SourceValue[], { only, atMost }: Asked): Parsed<readonly Link[]> {
  const found = documents.flatMap(linkOf).toSorted((one, other) => one.order - other.order);
  const wanted = found.filter(({ environment }) => only === '' || environment === only);
  const problems = [...twice(found, documents), ...unknown(only, found), ...tooMany(wanted.length, atMost)];
  return problems.length > 0 ? refused(problems) : parsed(wanted);
}

function linkOf(document: SourceValue): Link[] {
  const read = (...path: string[]): unknown => {
    const value = valueAt(document, path);
    return value === undefined ? undefined : plainValue(value);
  };
  const [environment, order, images] = [
    read('metadata', 'name'),
    read('spec', 'order'),
    read('spec', 'deploy', 'images'),
  ];
  if (read('kind') !== 'Environment' || typeof environment !== 'string' || typeof order !== 'number')
    return [];
  return [
    {
      environment,
      order,
      images: Array.isArray(images) ? images.map(String) : [],
      rebootCron: read('spec', 'features', 'rebootCron') === true,
    },
  ];
}

function twice(links: readonly Link[], documents: readonly SourceValue[]): Problem[] {
  const places = new Map(documents.map((each) => [valueAt(each, ['spec', 'order']), each]));
  return links
    .filter(({ order }, index) => links[index - 1]?.order === order)
    .map(({ environment, order }) => {
      const [value] = [...places.keys()].filter((each) => each !== undefined && plainValue(each) === order);
      const what = `the order ${String(order)} of ${environment} is that of another environment too`;
      const fix = 'Give each its own: one is deployed to after the other.';
      return value === undefined ? { where: 'environments/', what, fix } : problemAt(value.place, what, fix);
    });
}

function unknown(only: string, links: readonly Link[]): Problem[] {
  const names = links.map(({ environment }) => environment);
  if (links.length === 0)
    return [
      {
        where: 'environments/',
        what: 'no file has a spec.order',
        fix: 'Write one environment file at least, with an order.',
      },
    ];
  if (only === '' || names.includes(only)) return [];
  const fix = `There are: ${names.join(', ')}.`;
  return [{ where: 'input environment', what: `no environment with an order is called ${only}`, fix }];
}

const tooMany = (count: number, most: number): Problem[] =>
  count <= most
    ? []
    : [
        {
          where: 'environments/',
          what: `there are ${String(count)} environments, and the workflow has jobs for ${String(most)}`,
          fix: 'Add a job to the workflow for each more, after the last one.',
        },
      ];
