/** The images among what BuildKit says that a build used: `pkg:docker/node@24?digest=sha256:...` is `node:24`. */
export function materialNames(materials: readonly string[]): string[] {
  return materials.flatMap((uri) => {
    const [, written = '', rest = ''] = /^pkg:docker\/([^@?#]+)(.*)$/.exec(uri) ?? [];
    const name = decoded(written);
    return name === '' || FRONTENDS.test(name) ? [] : [`${name}${version(rest)}`];
  });
}

/** Without a tag it was asked for by its digest: what had neither is written with the tag latest. */
function version(rest: string): string {
  const [, tag] = /^@([^?#]+)/.exec(rest) ?? [];
  if (tag !== undefined) return `:${decoded(tag)}`;
  const [, digest] = /[?&]digest=(sha256:[0-9a-f]{64})/.exec(decoded(rest)) ?? [];
  return digest === undefined ? '' : `@${digest}`;
}

const decoded = (text: string): string => text.replaceAll(/%2f/gi, '/').replaceAll(/%3a/gi, ':');

/** What reads the Dockerfile, and what makes the list of packages: neither is in the image. */
const FRONTENDS = /^docker\/(dockerfile(-upstream)?|buildkit-syft-scanner)$/;
