const SECTION = /^## (v\S+)/;

/** The text under `## v1.2.3` up to the next section; nothing where there is none. */
export function sectionOf(changelog: string, tag: string): string | undefined {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => SECTION.exec(line)?.[1] === tag);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => SECTION.test(line));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim();
}

/** The changelog with a new section above the others; one that is there already is kept as somebody has written it. */
export function withSection(changelog: string, title: string, text: string): string {
  const [tag = ''] = title.split(' ');
  if (sectionOf(changelog, tag) !== undefined) return changelog;
  const lines = changelog.trimEnd().split('\n');
  const first = lines.findIndex((line) => SECTION.test(line));
  const at = first < 0 ? lines.length : first;
  const above = lines.slice(0, at).join('\n').trimEnd();
  return `${[above, `## ${title}`, text, lines.slice(at).join('\n')].filter(Boolean).join('\n\n')}\n`;
}
