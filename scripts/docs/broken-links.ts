/** A link to a file of the repository: `target` is as it stands there, with its anchor. */
export interface Link {
  readonly line: number;
  readonly target: string;
}

/** The links of a page, but for those to other sites and those in code. */
export function linksOf(page: string): Link[] {
  return withoutCode(page)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => ({ line: index + 1, target })),
    )
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(page: string): Set<string> {
  const headings = [...withoutCode(page, 'fences').matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) => heading,
  );
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

/** Lines stay where they are. */
function withoutCode(page: string, which: 'fences' | 'all' = 'all'): string {
  const blank = (block: string): string => block.replace(/[^\n]/g, '');
  const unfenced = page.replace(/^```[\s\S]*?^```$/gm, blank);
  return which === 'fences' ? unfenced : unfenced.replace(/`[^`\n]*`/g, '');
}
