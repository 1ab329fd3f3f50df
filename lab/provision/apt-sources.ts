/** Texts of an apt configuration: files in the deb822 format (`*.sources`), and those with a line for each source. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The machine's own sources of its distribution with another suite in them: the same mirrors and keys. Sources of
 * others than the distribution, which know no such suite, are left out.
 */
export function sourcesOf(files: readonly SourceFile[], own: string, wanted: string): SourceFile[] {
  return files
    .map(({ name, text }) => ({
      name,
      text: name.endsWith('.sources') ? stanzas(text, own, wanted) : lines(text, own, wanted),
    }))
    .filter(({ text }) => text !== '');
}

/** `bookworm`, `bookworm-updates`, `bookworm-security`, `bookworm/updates`; not `cloud-sdk-bookworm`. */
const suitesOf = (own: string): RegExp => new RegExp(`(?<=[\\s:])${own}(?=$|[-/\\s])`, 'gm');

const stanzas = (text: string, own: string, wanted: string): string =>
  text
    .split(/\n\s*\n/)
    .filter((stanza) => suitesOf(own).test(/^Suites:.*$/m.exec(stanza)?.[0] ?? ''))
    .map((stanza) => stanza.replace(/^Suites:.*$/m, (suites) => suites.replace(suitesOf(own), wanted)))
    .join('\n\n');

const lines = (text: string, own: string, wanted: string): string =>
  text
    .split('\n')
    .filter((line) => /^deb\s/.test(line) && suitesOf(own).test(line))
    .map((line) => line.replace(suitesOf(own), wanted))
    .join('\n');
