import { type Digest, parseDigest } from './image-reference.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';

/** What an OCI document says of the bytes that it points to. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly artifactType?: string;
  /** `linux/arm64/v8`; only of what an index lists. */
  readonly platform?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md; undefined when it is none that can be trusted to name bytes. */
export function parseDescriptor(value: unknown): Descriptor | undefined {
  if (!isJsonObject(value)) return undefined;
  const { mediaType, size } = value;
  const digest = typeof value['digest'] === 'string' ? parseDigest(value['digest']) : undefined;
  if (digest === undefined || typeof mediaType !== 'string' || !isSize(size)) return undefined;
  return { mediaType, digest, size, ...optionalParts(value) };
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function optionalParts(value: JsonObject): Partial<Descriptor> {
  const { artifactType, annotations } = value;
  const platform = platformOf(value['platform']);
  return {
    ...(typeof artifactType === 'string' && { artifactType }),
    ...(platform !== undefined && { platform }),
    ...(isTexts(annotations) && { annotations }),
  };
}

const isTexts = (value: unknown): value is Record<string, string> =>
  isJsonObject(value) && Object.values(value).every((text) => typeof text === 'string');

function platformOf(value: unknown): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const parts = [value['os'], value['architecture'], value['variant']];
  return parts.filter((part) => typeof part === 'string' && part !== '').join('/');
}
