import { type AwsAccess, awsAccess, awsInputs } from '../../../../lib/core/aws-access.ts';
import {
  type Digest,
  parseDigest,
  parseRepositoryName,
  type RepositoryName,
  type Tag,
} from '../../../../lib/core/image-reference.ts';
import { type Parsed, type Problem, parsed, refused } from '../../../../lib/core/problem.ts';
import {
  boolean,
  type InputReader,
  oneOf,
  type RawInputs,
  readInputs,
  text,
  type ValuesOf,
  wholeNumber,
} from '../../../../lib/core/read-inputs.ts';
import { BUILD_READERS, type BuildSettings, buildSettings } from './build-inputs.ts';
import { GATE_READERS, type GateInputs, gateInputs } from './gate-inputs.ts';
import { read, relative, tags } from './input-readers.ts';
import { missing } from './missing-input.ts';
import { isEndpoint, type Target } from './target.ts';
import { type Targets, targetsOf } from './targets.ts';
import { wrongForRegistries } from './wrong-for-registries.ts';

export const MODES = ['build', 'plan', 'promote', 'verify', 'rollback', 'drift'] as const;
export type Mode = (typeof MODES)[number];

export interface BuildPushInputs {
  /** What is done; `dryRun`: what would be done. */
  readonly mode: Exclude<Mode, 'plan'>;
  readonly dryRun: boolean;
  /** What people call the image, such as `consumer`. */
  readonly image: string;
  /** Never empty; the first one is the one that a build looks for earlier images in. */
  readonly targets: readonly Target[];
  readonly build: BuildSettings;
  readonly tags: readonly Tag[];
  readonly repository: RepositoryInputs;
  readonly gates: GateInputs;
  /** The environment that an image is promoted to, or rolled back in; empty for none. */
  readonly environment: string;
  /** The image that promote, verify and rollback are about; null: what an environment runs. */
  readonly digest: Digest | null;
  /** Where promote takes it from; null in other modes. */
  readonly source: Target | null;
  /** How often an upload is tried again. */
  readonly retries: number;
  readonly secrets: Secrets;
  readonly aws: AwsAccess | null;
}

export interface Secrets {
  /** A PEM key that signs what is said about an image; the public half alone only verifies. Empty: none. */
  readonly attestationKey: string;
  readonly registryUsername: string;
  readonly registryPassword: string;
  /** Writes the issue of a drift. Empty: there is none. */
  readonly githubToken: string;
}

export interface RepositoryInputs {
  readonly create: boolean;
  /** Path of the settings; empty: the defaults. */
  readonly settingsFile: string;
  readonly drift: 'warn' | 'fail' | 'fix';
}

const plainName = (allowed: string): InputReader<string> =>
  read(allowed, '', (given) => (/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(given) ? given : undefined));

const READERS = {
  mode: oneOf(MODES, 'build'),
  'dry-run': boolean(false),
  image: plainName('small letters, digits and hyphens'),
  repository: read<RepositoryName | null>('a repository such as kafka/consumer', null, parseRepositoryName),
  'registry-endpoint': read('https://host, or http:// on this machine alone', '', (given) =>
    isEndpoint(given) ? given.replace(/\/+$/, '') : undefined,
  ),
  'registry-username': text(''),
  'registry-password': text(''),
  ...BUILD_READERS,
  tags,
  'create-repository': boolean(false),
  'repository-settings': relative(''),
  drift: oneOf(['warn', 'fail', 'fix'], 'warn'),
  ...GATE_READERS,
  retries: wholeNumber(5, 0, 20),
  environment: text(''),
  digest: read<Digest | null>('sha256: and 64 hexadecimal digits', null, parseDigest),
  'attestation-key': text(''),
  'github-token': text(''),
  'aws-region': text(''),
  ...awsInputs('build-push'),
};

type Values = ValuesOf<typeof READERS>;

/** The names of all inputs that are read here; `registries` and `source` are documents, which are read before. */
export const INPUT_NAMES: readonly string[] = Object.keys(READERS);

/** What the documents among the inputs say. */
export interface NamedTargets {
  /** The input `registries`; empty when it was not given. */
  readonly listed: Parsed<readonly Target[]>;
  /** The input `source`; null when it was not given. */
  readonly source: Parsed<Target | null>;
}

/** All wrong inputs are reported together. */
export function readBuildPushInputs(raw: RawInputs, named: NamedTargets): Parsed<BuildPushInputs> {
  const own = readInputs(raw, READERS);
  const { listed, source } = named;
  const wrong = [own, listed, source].flatMap((each) => (each.ok ? [] : each.problems));
  if (!own.ok || !listed.ok || !source.ok) return refused(wrong);
  const targets = targetsOf(own.value, { listed: listed.value, source: source.value });
  const problems = [
    ...wrongTogether(own.value),
    ...tooMany(own.value, listed.value),
    ...(targets.ok ? wrongForRegistries(own.value, targets.value.targets) : targets.problems),
  ];
  if (problems.length > 0 || !targets.ok) return refused(problems);
  return parsed(inputsOf(own.value, targets.value));
}

const tooMany = ({ mode }: Values, listed: readonly Target[]): Problem[] =>
  mode === 'verify' && listed.length > 1 ? [ONE_TO_VERIFY] : [];

const ONE_TO_VERIFY: Problem = {
  where: 'input registries',
  what: 'a verification looks at one registry',
  fix: 'Verify each of them in a step of its own.',
};

function wrongTogether(values: Values): Problem[] {
  return [
    ...(values.mode === 'verify' && values.digest === null
      ? [missing('digest', 'Give the digest of the image to verify.')]
      : []),
    ...(values.mode === 'promote' && values.digest === null
      ? [missing('digest', 'Give the digest of the image to promote: a tag may be another image by now.')]
      : []),
    ...(needsEnvironment(values) ? [missing('environment', 'Name the environment, such as prod.')] : []),
    ...(values.mode === 'drift' && values.drift === 'fix' ? [FIXES_NOTHING] : []),
    ...halfLogin(values),
  ];
}

const FIXES_NOTHING: Problem = {
  where: 'input drift',
  what: 'fix was given, and mode: drift changes nothing',
  fix: 'Give warn or fail; a build or a promotion with drift: fix mends the settings.',
};

const needsEnvironment = ({ mode, environment }: Values): boolean =>
  (mode === 'promote' || mode === 'rollback') && nameOf(environment) === '';

function halfLogin(values: Values): Problem[] {
  const [username, password] = [values['registry-username'], values['registry-password']];
  if ((username === '') === (password === '')) return [];
  return [missing(username === '' ? 'registry-username' : 'registry-password', 'Give both or none.')];
}

/** `environments/prod.yaml` is the environment prod. */
const nameOf = (environment: string): string => environment.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '');

function inputsOf(values: Values, { source, targets }: Targets): BuildPushInputs {
  const usesAws = [...targets, ...(source === null ? [] : [source])].some(
    ({ registry }) => registry.kind !== 'plain',
  );
  return {
    mode: values.mode === 'plan' ? 'build' : values.mode,
    dryRun: values['dry-run'] || values.mode === 'plan',
    image: values.image === '' ? (targets[0]?.repository.split('/').at(-1) ?? '') : values.image,
    targets,
    build: buildSettings(values),
    tags: values.tags,
    repository: {
      create: values['create-repository'],
      settingsFile: values['repository-settings'],
      drift: values.drift,
    },
    gates: gateInputs(values),
    environment: nameOf(values.environment),
    digest: values.digest,
    source,
    retries: values.retries,
    secrets: {
      attestationKey: values['attestation-key'],
      registryUsername: values['registry-username'],
      registryPassword: values['registry-password'],
      githubToken: values['github-token'],
    },
    aws: usesAws ? awsAccess(values) : null,
  };
}
