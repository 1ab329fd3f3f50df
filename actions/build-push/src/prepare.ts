import { readDockerfile } from '../../../lib/adapters/dockerfile.ts';
import type { RepositorySettings } from '../../../lib/core/ecr-repository.ts';
import { type Problem, parsed, ProblemsFound } from '../../../lib/core/problem.ts';
import { parseTag, type Tag } from '../../../lib/core/image-reference.ts';
import { canonicalContent, type Content } from './core/content.ts';
import { type HardeningPolicy, STRICT_POLICY } from './core/hardening/hardening-policy.ts';
import type { BuildPushInputs } from './core/inputs.ts';
import { lintDockerfile } from './core/lint-dockerfile.ts';
import { baseImages } from './core/read-stages.ts';
import { notReusable } from './core/reusable.ts';
import {
  STRICT_VULNERABILITY_POLICY,
  type VulnerabilityPolicy,
} from './core/vulnerabilities/vulnerability-policy.ts';
import {
  DEFAULT_SETTINGS,
  repositorySettingsDocument,
  settingsOf,
} from './documents/repository-settings-document.ts';
import type { Ports } from './ports.ts';
import { readHardeningPolicy } from './read-hardening-policy.ts';
import { readVulnerabilityPolicy } from './read-vulnerability-policy.ts';
import { readOneDocument } from './read-one-document.ts';

/** The files that say how an image is judged and kept. */
export interface Documents {
  readonly hardening: HardeningPolicy;
  readonly vulnerabilities: VulnerabilityPolicy;
  readonly settings: RepositorySettings;
}

/** What is built, as far as the files tell it. */
export interface Prepared {
  readonly content: Content;
  readonly hash: string;
  /** `c-<hash>`: the name of this content in every registry. */
  readonly contentTag: Tag;
  /** Why an earlier image with this content is no stand-in for a build; nothing when it is one. */
  readonly notReusable: readonly string[];
  /** The images that it is made from. */
  readonly bases: readonly string[];
  readonly warnings: readonly Problem[];
}

/** Reads the documents that judge. All their mistakes are told together. @throws ProblemsFound */
export async function readDocuments(inputs: BuildPushInputs, ports: Ports): Promise<Documents> {
  const textOf = async (file: string) =>
    file === '' ? undefined : { file, text: await ports.readText(file) };
  const now = ports.clock.now();
  const [policyFile, allowFile, settingsFile] = await Promise.all([
    textOf(inputs.gates.hardeningPolicy),
    textOf(inputs.gates.vulnerabilityPolicy),
    textOf(inputs.repository.settingsFile),
  ]);
  const hardening = policyFile === undefined ? parsed(STRICT_POLICY) : readHardeningPolicy(policyFile, now);
  const vulnerabilities =
    allowFile === undefined ? parsed(STRICT_VULNERABILITY_POLICY) : readVulnerabilityPolicy(allowFile, now);
  const settings =
    settingsFile === undefined
      ? parsed(DEFAULT_SETTINGS)
      : readOneDocument(settingsFile, repositorySettingsDocument, settingsOf);
  if (!hardening.ok || !vulnerabilities.ok || !settings.ok)
    throw new ProblemsFound(
      [hardening, vulnerabilities, settings].flatMap((read) => (read.ok ? [] : read.problems)),
    );
  const { sizeBudget } = inputs.gates;
  return {
    hardening: sizeBudget === null ? hardening.value : { ...hardening.value, sizeBudget },
    vulnerabilities: vulnerabilities.value,
    settings: settings.value,
  };
}

/** Reads the Dockerfile and the context. All mistakes are told together. @throws ProblemsFound */
export async function prepare({ build }: BuildPushInputs, ports: Ports): Promise<Prepared> {
  const { target, buildArgs, secretEnvs, secretFiles } = build;
  const context = await ports.readContext(build.context, build.file);
  if (context.problems.length > 0) throw new ProblemsFound(context.problems);
  const text = await ports.readText(build.file);
  const dockerfile = readDockerfile(text);
  const findings = lintDockerfile(dockerfile, { file: build.file, target, buildArgs });
  if (findings.length > 0) throw new ProblemsFound(findings.map(({ problem }) => problem));
  const content: Content = {
    version: ports.code,
    dockerfile: ports.sha256(text),
    target,
    platforms: build.platforms,
    buildArgs,
    labels: build.labels,
    attestations: [...(build.provenance ? ['provenance'] : []), ...(build.sbom ? ['sbom'] : [])],
    entries: context.entries,
  };
  const hash = ports.sha256(canonicalContent(content));
  const secrets = [...Object.keys(secretEnvs), ...Object.keys(secretFiles)];
  return {
    content,
    hash,
    contentTag: contentTagOf(hash),
    notReusable: build.reuse === 'auto' ? notReusable(dockerfile, { target, buildArgs, secrets }) : [],
    bases: baseImages(dockerfile, target, buildArgs),
    warnings: context.entries.some(({ path }) => path === '.git') ? [gitInside(build.context)] : [],
  };
}

const gitInside = (context: string): Problem => ({
  where: `${context}/.git`,
  what: 'it is a part of what is built from, so every commit is another content',
  fix: 'Name it in .dockerignore.',
});

function contentTagOf(hash: string): Tag {
  const tag = parseTag(`c-${hash}`);
  if (tag === undefined) throw new Error('a hash in hexadecimal makes a tag');
  return tag;
}
