import { z } from 'zod';
import { struct } from './read-json.ts';

// Go writes what is empty as null, so null is read as nothing everywhere.
const nothing = <T>(empty: T): ((value: T | null | undefined) => T) => {
  return (value) => value ?? empty;
};

const texts = z.array(z.string()).nullish().transform(nothing<string[]>([]));
const text = z.string().nullish().transform(nothing(''));
const byName = z.record(z.string(), z.string()).nullish().transform(nothing<Record<string, string>>({}));
const names = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => Object.keys(value ?? {}));

const platform = struct({ os: z.string(), architecture: z.string(), variant: z.string().optional() });

const descriptor = struct({
  mediaType: z.string(),
  digest: z.string(),
  size: z.int().min(0),
  annotations: byName,
  platform: platform.nullish(),
});

export type WrittenDescriptor = z.infer<typeof descriptor>;
export type WrittenPlatform = z.infer<typeof platform>;

const descriptors = z.array(descriptor).nullish().transform(nothing<WrittenDescriptor[]>([]));

/** An index; a document that is a manifest as well would be pulled as one by some and as the other by others. */
export const indexShape = struct({
  mediaType: z.string().optional(),
  manifests: descriptors,
  layers: z.undefined().optional(),
  config: z.undefined().optional(),
});

export const manifestShape = struct({
  mediaType: z.string().optional(),
  config: descriptor,
  layers: descriptors,
  annotations: byName,
  subject: descriptor.nullish(),
  manifests: z.undefined().optional(),
});

export type WrittenManifest = z.infer<typeof manifestShape>;

const run = struct({
  User: text,
  Entrypoint: texts,
  Cmd: texts,
  Env: texts,
  Labels: byName,
  Volumes: names,
  ExposedPorts: names,
  StopSignal: text,
  WorkingDir: text,
});

export const configShape = struct({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
  config: run.nullish().transform(nothing(run.parse({}))),
  rootfs: struct({ diff_ids: texts }),
  history: z
    .array(struct({ created_by: text }))
    .nullish()
    .transform(nothing<{ created_by: string }[]>([])),
});

export type WrittenConfig = z.infer<typeof configShape>;

/** What BuildKit says of a build, as far as it is used: SLSA provenance 0.2 and 1. */
export const statementShape = z.object({
  predicateType: z.string(),
  predicate: z.object({
    materials: z.array(z.object({ uri: z.string() })).optional(),
    buildDefinition: z
      .object({ resolvedDependencies: z.array(z.object({ uri: z.string() })).optional() })
      .optional(),
  }),
});
