/**
 * Texts of .dockerignore: what people write, and what its rules make of the corners of it. One a line between bars, so
 * that spaces show; line ends and the like by their names.
 */
const WRITTEN = String.raw`
||
|*|
|**|
|**/*|
|*/*|
|.|
|/|
|..|
|../x|
|dir|
|dir/|
|/dir|
|dir/.|
|dir/../a.txt|
|dir/sub/../b.md|
|dir/*|
|dir/**|
|**/sub/**|
|dir/**/*.md|
|dir/s*b/**/e.md|
|*.md|
|**/*.md|
|a?|
|a*|
|dir*|
|*/*.txt|
|upper.txt|
|[ab].*|
|[^a].md|
|br[1].txt|
|br\[1\].txt|
|br[1|
|[|
|a+b.txt|
|a^b|
|.*|
|**/.git|
|sp ace.txt|
|  a.txt  |
|<TAB>a.txt<TAB>|
|a.txt\|
|#hash|
|\#hash|
| #hash|
|# a.txt|
|!bang|
|\!bang|
|!|
|! a.txt|
|<LF><LF>a.txt<LF><LF>|
|a.txt<CR><LF>b.md<CR><LF>|
|<BOM>a.txt|
|<BOM># a.txt<LF>b.md|
|*<LF>!a.txt|
|*<LF>!dir|
|*<LF>!dir/|
|*<LF>!/dir|
|*<LF>!dir/sub|
|*<LF>!dir/sub/c.txt|
|*<LF>!**/x.txt|
|*<LF>!*/keep|
|**<LF>!dir|
|**<LF>!dir/**/*.md|
|**<LF>!**/*.md|
|**<LF>!**/|
|dir<LF>!dir/sub/c.txt|
|dir<LF>!dir/sub|
|dir/<LF>!dir/sub|
|dir/*<LF>!dir/sub|
|dir/**<LF>!dir/sub/c.txt|
|*.md<LF>!README.md|
|**/*.md<LF>!**/README.md|
|!a.txt<LF>a.txt|
|a.txt<LF>!a.txt<LF>a.txt|
|*<LF>!dir<LF>dir/sub|
|*<LF>!dir<LF>dir/sub<LF>!dir/sub/deep|
|dir<LF>!**/e.md|
|dir<LF>!*/a.txt|
|node_modules|
|**/node_modules<LF>!node_modules/p|
|dir/n*<LF>!dir/**/index.js|
|Dockerfile|
|.dockerignore|
|Dockerfile*<LF>.dockerignore|
|*<LF>!Dockerfile|
|**<LF>!.dockerignore|
|**/|
|*<LF>!d*|
|*<LF>!?ir|
|*<LF>!d[i]r|
|*<LF>![d]ir/sub/*.md|
|*<LF>!dir<LF>**/sub|
|other/*<LF>!other/keep<LF>other/keep/y.md|
`;

const NAMED: Readonly<Record<string, string>> = { LF: '\n', CR: '\r', TAB: '\t', BOM: '\ufeff' };

export const ignoreCorpus = (): string[] =>
  WRITTEN.split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(1, -1).replace(/<(LF|CR|TAB|BOM)>/g, (_, name: string) => NAMED[name] ?? ''));
