import { type Descriptor, parseDescriptor } from './oci-descriptor.ts';
import { type JsonObject, parseJsonObject } from './json-object.ts';

/** The documents of the OCI image format, and Docker's that mean the same. */
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

export const MANIFEST_TYPES: readonly string[] = [OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST];

/** The most that registries take, in bytes. https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests */
export const MANIFEST_BYTES = 4 * 1_024 ** 2;

/** So many pointers in one document are more than any image needs, and what a hostile one would hold. */
const MOST_POINTERS = 1_000;

interface ManifestParts {
  readonly mediaType: string;
  readonly artifactType: string | undefined;
  /** What a referrer is about. */
  readonly subject: Descriptor | undefined;
}

export type OciManifest =
  | (ManifestParts & { readonly kind: 'index'; readonly manifests: readonly Descriptor[] })
  | (ManifestParts & {
      readonly kind: 'image';
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
    });

/** An image or an index; anything else is undefined. A document that could be read as both is refused, as the specification asks. */
export function parseManifest(text: string): OciManifest | undefined {
  const value = parseJsonObject(text);
  if (value?.['schemaVersion'] !== 2) return undefined;
  const isIndex = 'manifests' in value;
  if (isIndex === ('layers' in value || 'config' in value)) return undefined;
  const parts = partsOf(value, isIndex);
  if (parts === undefined) return undefined;
  return isIndex ? indexOf(value, parts) : imageOf(value, parts);
}

function partsOf(value: JsonObject, isIndex: boolean): ManifestParts | undefined {
  const { artifactType, mediaType = isIndex ? OCI_INDEX : OCI_MANIFEST } = value;
  const subject = parseDescriptor(value['subject']);
  if ('subject' in value && subject === undefined) return undefined;
  if (typeof mediaType !== 'string' || !typesOf(isIndex).includes(mediaType)) return undefined;
  return { mediaType, subject, artifactType: typeof artifactType === 'string' ? artifactType : undefined };
}

const typesOf = (isIndex: boolean): readonly string[] =>
  isIndex ? [OCI_INDEX, DOCKER_LIST] : [OCI_MANIFEST, DOCKER_MANIFEST];

function indexOf(value: JsonObject, parts: ManifestParts): OciManifest | undefined {
  const manifests = parseDescriptors(value['manifests']);
  return manifests && { kind: 'index', ...parts, manifests };
}

function imageOf(value: JsonObject, parts: ManifestParts): OciManifest | undefined {
  const layers = parseDescriptors(value['layers']);
  const config = parseDescriptor(value['config']);
  return layers && config && { kind: 'image', ...parts, config, layers };
}

function parseDescriptors(value: unknown): readonly Descriptor[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_POINTERS) return undefined;
  const descriptors = value.map(parseDescriptor).filter((descriptor) => descriptor !== undefined);
  return descriptors.length === value.length ? descriptors : undefined;
}
