import { tombstoneDocument } from './tombstone-document.ts';
import { topicDefaultsDocument } from './topic-defaults-document.ts';
import { topicDocument } from './topic-document.ts';
import { topicOverlayDocument } from './topic-overlay-document.ts';
import { topicPolicyDocument } from './topic-policy-document.ts';

/** The shape of each kind of document that `files` may hold. */
export const SHAPES = {
  Topic: topicDocument,
  TopicDefaults: topicDefaultsDocument,
  TopicOverlay: topicOverlayDocument,
  TopicPolicy: topicPolicyDocument,
  Tombstone: tombstoneDocument,
};
