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
import { isEndpoint, type Target } from './target.ts';

export const MODES = ['build', 'plan', 'promote', 'verify', 'rollback'] as const;
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
  'aws-region': text(''),
  ...awsInputs('build-push'),
};

type Values = ValuesOf<typeof READERS>;

/** The names of all inputs that are read here; `registries` is a document, which is read before. */
export const INPUT_NAMES: readonly string[] = Object.keys(READERS);

/** `listed`: what the input `registries` says; empty when it was not given. All wrong inputs are reported together. */
export function readBuildPushInputs(
  raw: RawInputs,
  listed: Parsed<readonly Target[]>,
): Parsed<BuildPushInputs> {
  const own = readInputs(raw, READERS);
  if (!own.ok) return refused([...own.problems, ...(listed.ok ? [] : listed.problems)]);
  if (!listed.ok) return refused(listed.problems);
  const targets = targetsOf(own.value, listed.value);
  const problems = [
    ...wrongTogether(own.value),
    ...tooMany(own.value, listed.value),
    ...(targets.ok ? [] : targets.problems),
  ];
  if (problems.length > 0 || !targets.ok) return refused(problems);
  return parsed(inputsOf(own.value, targets.value));
}

interface Targets {
  readonly source: Target | null;
  readonly targets: readonly Target[];
}

/** A promotion goes from `repository` to `registries`; the other modes have one or the other. */
function targetsOf(values: Values, listed: readonly Target[]): Parsed<Targets> {
  if (values.mode === 'promote') {
    const own = ownTarget(values);
    return own.ok ? parsed({ source: own.value, targets: listed.length > 0 ? listed : [own.value] }) : own;
  }
  if (listed.length === 0) {
    const own = ownTarget(values);
    return own.ok ? parsed({ source: null, targets: [own.value] }) : own;
  }
  const namesOne = values.repository !== null || values['registry-endpoint'] !== '';
  return namesOne ? refused([ONE_OR_THE_OTHER]) : parsed({ source: null, targets: listed });
}

const tooMany = ({ mode }: Values, listed: readonly Target[]): Problem[] =>
  mode === 'verify' && listed.length > 1 ? [ONE_TO_VERIFY] : [];

const ONE_TO_VERIFY: Problem = {
  where: 'input registries',
  what: 'a verification looks at one registry',
  fix: 'Verify each of them in a step of its own.',
};

const ONE_OR_THE_OTHER: Problem = {
  where: 'input registries',
  what: 'it was given together with repository or registry-endpoint',
  fix: 'Name all repositories in registries; only a promotion goes from the one to the others.',
};

function ownTarget(values: Values): Parsed<Target> {
  const { repository, 'registry-endpoint': endpoint, 'aws-region': region } = values;
  if (repository === null) return refused([missing('repository', 'Give it, or registries.')]);
  if (region !== '') {
    const ecr = { kind: 'ecr', account: undefined, region, role: undefined } as const;
    return parsed({ repository, registry: { ...ecr, endpoint: endpoint === '' ? undefined : endpoint } });
  }
  return endpoint === ''
    ? refused([missing('aws-region', 'Give the region of the registry, such as eu-west-1.')])
    : parsed({ repository, registry: { kind: 'plain', endpoint } });
}

const missing = (name: string, fix: string): Problem => ({
  where: `input ${name}`,
  what: 'it is required and was not given',
  fix,
});

function wrongTogether(values: Values): Problem[] {
  return [
    ...(values.mode === 'verify' && values.digest === null
      ? [missing('digest', 'Give the digest of the image to verify.')]
      : []),
    ...(values.mode === 'promote' && values.digest === null
      ? [missing('digest', 'Give the digest of the image to promote: a tag may be another image by now.')]
      : []),
    ...(needsEnvironment(values) ? [missing('environment', 'Name the environment, such as prod.')] : []),
    ...halfLogin(values),
  ];
}

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
    ({ registry }) => registry.kind === 'ecr',
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
    },
    aws: usesAws ? awsAccess(values) : null,
  };
}
