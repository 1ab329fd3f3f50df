import path from 'node:path';
import type { BuildCache, BuildRequest, BuildSecret } from './build-request.ts';

/** The arguments of `docker` that build an image into a layout; `metadata` is a file that tells its digest. */
export const buildArguments = (request: BuildRequest, metadata: string): string[] => [
  ...['buildx', 'build', '--progress=rawjson', `--metadata-file=${metadata}`],
  `--output=${outputOf(request)}`,
  ...inputArguments(request),
  ...cacheArguments(request.cache ?? { kind: 'none' }),
  ...attestArguments(request),
  ...['--', path.resolve(request.context)],
];

/** The arguments that have BuildKit look at a Dockerfile by its own rules. */
export const checkArguments = (request: BuildRequest): string[] => [
  ...['buildx', 'build', '--call=check,format=json'],
  ...inputArguments(request),
  ...['--', path.resolve(request.context)],
];

/** Values stand behind an equals sign, so that none of them is taken for an argument of its own. */
function inputArguments(request: BuildRequest): string[] {
  const { target, platforms = [], network = 'default', secrets = [] } = request;
  return [
    `--file=${path.resolve(request.file)}`,
    ...(target === undefined ? [] : [`--target=${target}`]),
    ...(platforms.length === 0 ? [] : [`--platform=${platforms.join(',')}`]),
    ...(network === 'default' ? [] : [`--network=${network}`]),
    ...each('build-arg', request.buildArgs),
    ...each('build-context', request.contexts),
    ...secrets.map((secret) => `--secret=${secretOf(secret)}`),
    ...each('label', request.labels),
    ...each('annotation', request.annotations),
    ...epochArguments(request),
  ];
}

const each = (flag: string, values: ReadonlyMap<string, string> = new Map()): string[] =>
  [...values].map(([name, value]) => `--${flag}=${name}=${value}`);

const epochArguments = ({ sourceDateEpoch }: BuildRequest): string[] =>
  sourceDateEpoch === undefined ? [] : [`--build-arg=SOURCE_DATE_EPOCH=${String(sourceDateEpoch)}`];

/** Files in layers keep their own times unless they are rewritten. https://github.com/moby/buildkit/blob/master/docs/build-repro.md */
const outputOf = ({ into, rewriteTimes = false }: BuildRequest): string =>
  fields({
    type: 'oci',
    dest: path.resolve(into),
    tar: 'false',
    ...(rewriteTimes && { 'rewrite-timestamp': 'true' }),
  });

const secretOf = (secret: BuildSecret): string =>
  'variable' in secret
    ? fields({ id: secret.id, type: 'env', env: secret.variable })
    : fields({ id: secret.id, type: 'file', src: path.resolve(secret.file) });

/** ECR wants image manifests of OCI's types: https://aws.amazon.com/blogs/containers/announcing-remote-cache-support-in-amazon-ecr-for-buildkit-clients/ */
function cacheArguments(cache: BuildCache): string[] {
  const always = { mode: 'max', 'ignore-error': 'true' };
  switch (cache.kind) {
    case 'none':
      return [];
    case 'gha': {
      const place = { type: 'gha', scope: cache.scope };
      return [`--cache-from=${fields(place)}`, `--cache-to=${fields({ ...place, ...always })}`];
    }
    case 'registry': {
      const place = { type: 'registry', ref: cache.image };
      const form = { 'image-manifest': 'true', 'oci-mediatypes': 'true' };
      return [`--cache-from=${fields(place)}`, `--cache-to=${fields({ ...place, ...form, ...always })}`];
    }
    case 'folder':
      return [
        `--cache-from=${fields({ type: 'local', src: cache.folder })}`,
        `--cache-to=${fields({ type: 'local', dest: cache.folder, ...always })}`,
      ];
  }
}

function attestArguments({ provenance = 'none', sbom = false }: BuildRequest): string[] {
  const mode = provenance === 'none' ? 'false' : `mode=${provenance}`;
  return [`--provenance=${mode}`, `--sbom=${String(sbom)}`];
}

/** Buildx reads these as a line of comma-separated values (RFC 4180). */
const fields = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => quoted(`${name}=${value}`))
    .join(',');

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
