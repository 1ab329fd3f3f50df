import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { REPOSITORY_FOLDER } from '../../lab/action-metadata.ts';
import { startEngine } from '../../lab/engine/engine.ts';
import { whyNoEngine } from '../../lab/engine/why-no-engine.ts';
import { bundledServices } from '../../lab/image/bundled-services.ts';
import { pushLayout } from '../../lab/image/push-layout.ts';
import { provideBaseImage } from '../../lab/provision/base-image.ts';
import { startRegistry } from '../../lab/registry/registry.ts';
import { taggedDigest } from '../../lab/registry/tagged-digest.ts';
import { IMAGES, repositoryOf, RULES } from './bench-repositories.ts';

/** What a run is given so that it builds images. */
interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The services that deploy.yml builds, an engine that builds them, and a registry that plays ECR. */
export interface BenchImages extends AsyncDisposable {
  /** None where no container engine can run: then only the topics are deployed. */
  readonly names: readonly string[];
  /** What their repository has for them. */
  readonly files: Readonly<Record<string, string>>;
  readonly given: Given;
  /** The digest that a tag of an image's repository stands for; undefined where there is no such tag. */
  tagged(image: string, tag: string): Promise<string | undefined>;
  /** How many blobs the registry was sent so far. */
  uploads(): number;
}

const NO_IMAGES: BenchImages = {
  ...{ names: [], files: {}, given: {} },
  tagged: () => Promise.resolve(undefined),
  uploads: () => 0,
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

export async function startImages(): Promise<BenchImages> {
  const because = await whyNoEngine();
  if (because !== undefined) {
    process.stderr.write(`left out: images in workflows. No container engine can run here: ${because}.\n`);
    return NO_IMAGES;
  }
  await using opened = new AsyncDisposableStack();
  const registry = opened.use(await startRegistry());
  const [base, files] = await Promise.all([provideBaseImage(() => undefined), serviceFiles()]);
  await pushLayout(registry, 'base', base);
  registry.front.repositories = new Map([
    ['base', { immutable: false }],
    ...IMAGES.map((name) => [repositoryOf(name), RULES] as const),
  ]);
  const engine = opened.use(await startEngine({ registries: [registry.named] }));
  const all = opened.move();
  return {
    ...{ names: IMAGES, files },
    given: {
      env: engine.env,
      variables: {
        KAFKA_FLEET_BASE_IMAGE: `${registry.named.host}/base@${base.digest}`,
        KAFKA_FLEET_REGISTRY_ENDPOINT: registry.url,
      },
      secrets: { ATTESTATION_KEY: signingKey() },
    },
    tagged: (image, tag) => taggedDigest(registry, repositoryOf(image), tag),
    uploads: () => registry.front.calls.filter(({ kind }) => kind === 'upload-end').length,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const signingKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Their Dockerfiles as they are delivered; what those copy is made in the job, here out of bundles that are there. */
async function serviceFiles(): Promise<Record<string, string>> {
  const bundles = await bundledServices();
  const files: Record<string, string> = {
    'services/prepare.sh':
      '#!/bin/sh\nset -e\nfor each in bundles/*; do cp -r $each services/${each##*/}/dist; done\n',
  };
  const dockerfiles = IMAGES.map((name) => `services/${name}/Dockerfile`);
  for (const file of dockerfiles.flatMap((each) => [each, `${each}.dockerignore`]))
    files[file] = await readFile(path.join(REPOSITORY_FOLDER, file), 'utf8');
  for (const name of IMAGES)
    for (const file of ['index.js', 'package.json', 'licenses.txt'])
      files[`bundles/${name}/${file}`] = await readFile(path.join(bundles, name, file), 'utf8');
  return files;
}
