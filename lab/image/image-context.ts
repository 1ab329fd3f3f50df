import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledServices } from './bundled-services.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** The Dockerfiles that are delivered, by what they build. */
export const DOCKERFILES = {
  consumer: 'services/consumer/Dockerfile',
  producer: 'services/producer/Dockerfile',
  'rolling-reboot': 'actions/rolling-reboot/Dockerfile',
} as const;

export type ImageName = keyof typeof DOCKERFILES;

/** What the Dockerfiles are built from, with bundles of the sources as they are, in a folder of its own. */
export async function imageContext(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'image-context-'));
  const bundles = await bundledServices();
  const ignored = Object.values(DOCKERFILES).map((file) => `${file}.dockerignore`);
  for (const file of [...Object.values(DOCKERFILES), ...ignored, 'actions/rolling-reboot/dist'])
    await cp(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  for (const service of ['consumer', 'producer'])
    await cp(path.join(bundles, service), path.join(folder, 'services', service, 'dist'), {
      recursive: true,
    });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
