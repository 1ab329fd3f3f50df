import type { InterfaceChanges } from './interface-changes.ts';

/** A commit since the release before. */
export interface Commit {
  readonly subject: string;
  readonly body: string;
  readonly files: readonly string[];
}

/** Who has to know, by the first of these that a file of a commit belongs to. */
const AREAS: readonly (readonly [title: string, files: RegExp])[] = [
  ['All actions', /^lib\/(?!.*\.test\.ts$)/],
  ['Applications', /^services\/(?!.*\.test\.ts$)/],
  ['Workflows, policies, environments', /^(\.github\/workflows|examples|policies|environments|schemas)\//],
];

const ACTION = /^actions\/([^/]+)\/(?!dist\/)(?!README\.md$)(?!.*\.test\.ts$)/;

/** A line of a commit's body that says what breaks: `Breaking: the input throttle is gone`. */
const BREAKING = /^Breaking: (.+)$/gm;

export const breakingLines = (commits: readonly Commit[]): string[] =>
  commits.flatMap(({ body }) => [...body.matchAll(BREAKING)].map(([, line]) => line ?? ''));

/** What changed, for who uses it: what breaks first, then each action, then what nobody sees as a number. */
export function releaseNotes(commits: readonly Commit[], { breaking, added }: InterfaceChanges): string {
  const areas = Map.groupBy(commits, areaOf);
  const unseen = areas.get(undefined)?.length ?? 0;
  const titles = [...areas.keys()].filter((title) => title !== undefined).sort();
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`### ${title}`, lines.map((line) => `- ${line}`).join('\n')];
  return [
    ...list('Breaking', [...breaking, ...breakingLines(commits)]),
    ...list('New in the interface', added),
    ...titles.flatMap((title) =>
      list(
        title,
        (areas.get(title) ?? []).map(({ subject }) => subject),
      ),
    ),
    ...(unseen === 0 ? [] : [`Beside these, ${String(unseen)} changes of tests, tools and documentation.`]),
  ].join('\n\n');
}

/** Bundles, tests, tools and documentation are nobody's area. */
function areaOf({ files }: Commit): string | undefined {
  const actions = new Set(files.map((file) => ACTION.exec(file)?.[1]).filter((name) => name !== undefined));
  const [only] = actions;
  if (actions.size === 1) return only;
  if (actions.size > 1) return 'All actions';
  return AREAS.find(([, pattern]) => files.some((file) => pattern.test(file)))?.[0];
}
