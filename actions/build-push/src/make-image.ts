import path from 'node:path';
import type { ImageContents, LayoutContents } from '../../../lib/core/image-contents.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { noPackages, platformsWithoutPackages } from './core/lacking-packages.ts';
import type { ImageFacts, Probe } from './core/image-facts.ts';
import type { Prepared } from './prepare.ts';
import { trialOf } from './trial-of.ts';
import { type Session, step } from './session.ts';

/** An image that was built here and has not left this machine. */
export interface MadeImage {
  /** The folder of its OCI layout. */
  readonly layout: string;
  readonly facts: ImageFacts;
}

/** Builds into a folder, reads every byte of it, and starts it once for each platform that can run here. */
export async function makeImage(prepared: Prepared, session: Session): Promise<MadeImage> {
  const { inputs, ports } = session;
  // Masked before BuildKit has them, which may print what it runs.
  const scanner = ports.scannerFor(await ports.readSecrets(inputs.build));
  const layout = path.join(ports.scratch(), 'image');
  const epoch = await ports.commitTime();
  await step(session, 'build', {
    act: () => ports.engine.build({ ...inputs.build, epoch, into: layout }),
    tell: () => 'built, nothing pushed yet',
  });
  const contents = await step(session, 'read the layers', {
    act: () => ports.readLayout(layout, scanner),
    tell: describeContents,
  });
  const unlisted = inputs.build.sbom ? platformsWithoutPackages(contents) : [];
  if (unlisted.length > 0) throw new ProblemsFound([noPackages(unlisted)]);
  const probes = await probeAll(contents, layout, session);
  return { layout, facts: { content: prepared.content, contents, probes, trial: trialOf(session) } };
}

/** Starts the image of each platform, one after the other. */
export async function probeAll(
  { images }: LayoutContents,
  layout: string,
  session: Session,
): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const image of images) probes.push(await probe(image, layout, session));
  return probes;
}

function describeContents({ images }: LayoutContents): string {
  const layers = images.flatMap(({ layers }) => layers);
  const entries = layers.reduce((total, layer) => total + layer.entries.length, 0);
  return `${images.map(({ platform }) => platform).join(', ')}: ${String(layers.length)} layers, ${String(entries)} entries`;
}

function probe(image: ImageContents, layout: string, session: Session): Promise<Probe> {
  const { inputs, ports } = session;
  return step(session, `start ${image.platform}`, {
    act: () => ports.engine.probe({ layout, digest: image.digest, platform: image.platform }, inputs.gates),
    tell: ({ outcome, because }) => `${outcome}: ${because}`,
  });
}

/** The one thing that is pushed. */
export function rootOf({ roots }: LayoutContents): string {
  const [root, ...others] = roots;
  if (root === undefined || others.length > 0)
    throw new WorldFailure(`The build made ${String(roots.length)} images instead of one. See its log.`);
  return root;
}
