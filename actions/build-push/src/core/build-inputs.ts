import {
  boolean,
  type InputReader,
  oneOf,
  splitList,
  type ValuesOf,
} from '../../../../lib/core/read-inputs.ts';
import { pairs, read, relative } from './input-readers.ts';

/** How an image is built. */
export interface BuildSettings {
  readonly context: string;
  readonly file: string;
  readonly target: string;
  readonly platforms: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Id of the mount to the name of the variable. */
  readonly secretEnvs: Readonly<Record<string, string>>;
  /** Id of the mount to the path of the file. */
  readonly secretFiles: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly cache: Cache;
  readonly sbom: boolean;
  readonly provenance: boolean;
  readonly reuse: Reuse;
}

const CACHES = ['none', 'gha', 'ecr'] as const;
export type Cache = (typeof CACHES)[number];
const REUSES = ['auto', 'stable', 'off'] as const;
/** `stable` promises that secrets and the network do not change the image. */
export type Reuse = (typeof REUSES)[number];

const platforms: InputReader<readonly string[]> = read(
  'platforms such as linux/amd64, parted by commas or line ends',
  ['linux/amd64'],
  (given) => {
    const listed = splitList(given);
    return listed.every((platform) => /^[a-z]+\/[a-z\d]+(?:\/v\d+)?$/.test(platform)) ? listed : undefined;
  },
);

/** The readers of these inputs. */
export const BUILD_READERS = {
  context: relative('.'),
  file: relative(''),
  target: read('the name of a stage', '', (given) => (/^\w[\w.-]*$/.test(given) ? given : undefined)),
  platforms,
  'build-args': pairs('build arguments', /^\w+$/),
  'secret-envs': pairs('ids of secrets and the variables that hold them', /^[\w.-]+$/),
  'secret-files': pairs('ids of secrets and the files that hold them', /^[\w.-]+$/),
  labels: pairs('labels', /^[\w./-]+$/),
  'content-hash': oneOf(REUSES, 'auto'),
  cache: oneOf(CACHES, 'none'),
  sbom: boolean(false),
  provenance: boolean(true),
};

type Values = ValuesOf<typeof BUILD_READERS>;

export const buildSettings = (values: Values): BuildSettings => ({
  context: values.context,
  file: values.file === '' ? `${values.context.replace(/\/+$/, '')}/Dockerfile` : values.file,
  target: values.target,
  platforms: values.platforms,
  buildArgs: values['build-args'],
  secretEnvs: values['secret-envs'],
  secretFiles: values['secret-files'],
  labels: values.labels,
  cache: values.cache,
  sbom: values.sbom,
  provenance: values.provenance,
  reuse: values['content-hash'],
});
