import type { ImageContents, LayerContents, LayoutContents } from '../../../../lib/core/image-contents.ts';
import type { Descriptor } from '../../../../lib/core/oci-descriptor.ts';
import type { OciManifest } from '../../../../lib/core/oci-manifest.ts';
import type { ImageGraph } from './image-graph.ts';

/** What two builds of the same content made differently: the layers of ours, each with a file in it. */
export function differingParts(ours: LayoutContents, theirs: ImageGraph): readonly string[] {
  const parts = ours.images.flatMap((image) => partsOf(image, theirs));
  return parts.length > 0
    ? parts
    : ['what is attested of the image (how and when it was built), and nothing in it'];
}

type ImageManifest = OciManifest & { readonly kind: 'image' };

function partsOf(image: ImageContents, theirs: ImageGraph): readonly string[] {
  if (theirs.manifests.some(({ descriptor }) => descriptor.digest === image.digest)) return [];
  const other = imageFor(image.platform, theirs);
  if (other === undefined) return [`${image.platform}, which the other image has not`];
  const layers = differingLayers(image.layers, other.layers);
  if (layers.length > 0) return layers.map((layer) => `${image.platform} ${layer}`);
  return [`${image.platform} its configuration: labels, environment or times`];
}

/** An image without an index does not say for what it is; it has to be this one. */
function imageFor(platform: string, { manifests }: ImageGraph): ImageManifest | undefined {
  const listed = manifests.flatMap(({ manifest }) => (manifest.kind === 'index' ? manifest.manifests : []));
  const named = listed.find((descriptor) => descriptor.platform === platform)?.digest;
  const found = manifests.find(
    ({ descriptor }) => listed.length === 0 || descriptor.digest === named,
  )?.manifest;
  return found?.kind === 'image' ? found : undefined;
}

function differingLayers(ours: readonly LayerContents[], theirs: readonly Descriptor[]): readonly string[] {
  const differing = ours.flatMap((layer, index) =>
    layer.digest === theirs[index]?.digest
      ? []
      : [`layer ${String(index + 1)} of ${String(ours.length)}${contentOf(layer)}`],
  );
  const isShorter = ours.length < theirs.length;
  return isShorter
    ? [...differing, `${String(ours.length)} layers and not ${String(theirs.length)}`]
    : differing;
}

function contentOf({ entries }: LayerContents): string {
  const files = entries.filter(({ type }) => type === 'file');
  const [first] = files;
  if (first === undefined) return '';
  return files.length === 1
    ? ` (${first.name})`
    : ` (${first.name} and ${String(files.length - 1)} more files)`;
}
