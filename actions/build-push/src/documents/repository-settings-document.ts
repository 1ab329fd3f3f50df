import { z } from 'zod';
import type { RepositorySettings } from '../../../../lib/core/ecr-repository.ts';
import { plainValue, type SourceValue } from '../../../../lib/core/source-value.ts';

const spec = z
  .strictObject({
    tagMutability: z.enum(['IMMUTABLE', 'MUTABLE']).default('IMMUTABLE').describe('IMMUTABLE or MUTABLE'),
    mutableTags: z
      .array(
        z
          .string()
          .regex(/^[\w.*-]{1,128}$/)
          .describe('a pattern of tags'),
      )
      .max(5)
      .default(['env-*'])
      .describe('at most 5 patterns of tags that may move, such as env-*'),
    scanOnPush: z.boolean().default(true).describe('true or false'),
    kmsKey: z
      .string()
      .regex(/^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/)
      .optional()
      .describe('the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>'),
    lifecyclePolicy: z
      .looseObject({ rules: z.array(z.looseObject({})).describe('a list of rules') })
      .optional()
      .describe('a lifecycle policy of ECR: rules'),
    tags: z.record(z.string(), z.string().describe('a text')).default({}).describe('tags of the repository'),
  })
  .describe('tagMutability, mutableTags, scanOnPush, kmsKey, lifecyclePolicy and tags');

/** The shape of a RepositorySettings document. */
export const repositorySettingsDocument = z
  .strictObject({
    apiVersion: z.literal('kafka-fleet/v1').describe('kafka-fleet/v1'),
    kind: z.literal('RepositorySettings').describe('RepositorySettings'),
    metadata: z
      .strictObject({ name: z.string().min(1).describe('a name') })
      .optional()
      .describe('name'),
    spec,
  })
  .describe('a RepositorySettings document');

/** What a repository is like where nobody says otherwise: nothing is overwritten but where an environment points. */
export const DEFAULT_SETTINGS: RepositorySettings = {
  tagMutability: 'IMMUTABLE',
  mutableTags: ['env-*'],
  scanOnPush: true,
  kmsKey: null,
  lifecyclePolicy: null,
  tags: {},
};

/** What a document that has the shape says. */
export function settingsOf(source: SourceValue): RepositorySettings {
  const {
    kmsKey = null,
    lifecyclePolicy,
    ...others
  } = repositorySettingsDocument.parse(plainValue(source)).spec;
  return {
    ...others,
    kmsKey,
    lifecyclePolicy: lifecyclePolicy === undefined ? null : JSON.stringify(lifecyclePolicy),
  };
}
