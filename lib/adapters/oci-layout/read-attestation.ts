import type { Attestation } from '../../core/image-contents.ts';
import { readDocument } from './blob.ts';
import { statementShape, type WrittenDescriptor, type WrittenManifest } from './documents.ts';
import { readJson } from './read-json.ts';

const STATEMENT = 'application/vnd.in-toto+json';

/**
 * Whether a manifest only says something about an image. Its annotation alone would let an image pass unseen, so all
 * that it holds has to be statements too: nothing that an engine can run.
 */
export function isAttestation(
  { annotations }: WrittenDescriptor,
  { layers }: Pick<WrittenManifest, 'layers'>,
): boolean {
  return (
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' &&
    layers.length > 0 &&
    layers.every(({ mediaType }) => mediaType === STATEMENT)
  );
}

export async function readAttestation(
  folder: string,
  { digest, annotations }: WrittenDescriptor,
  { layers }: WrittenManifest,
): Promise<Attestation> {
  const predicates: string[] = [];
  const materials: string[] = [];
  for (const layer of layers) {
    const named = layer.annotations['in-toto.io/predicate-type'];
    // A list of packages can have tens of megabytes, and says nothing of what the image was made from.
    const read = named === undefined || named.startsWith('https://slsa.dev/provenance/');
    const { predicateType, made } = read
      ? await readStatement(folder, layer)
      : { predicateType: named, made: [] };
    predicates.push(predicateType);
    materials.push(...made);
  }
  return { digest, subject: annotations['vnd.docker.reference.digest'] ?? null, predicates, materials };
}

async function readStatement(
  folder: string,
  layer: WrittenDescriptor,
): Promise<{ readonly predicateType: string; readonly made: readonly string[] }> {
  const { predicateType, predicate } = readJson(await readDocument(folder, layer), statementShape);
  const materials = predicate.materials ?? predicate.buildDefinition?.resolvedDependencies ?? [];
  return { predicateType, made: materials.map(({ uri }) => uri) };
}
