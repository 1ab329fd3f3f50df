import type { Policy } from './policy/policy.ts';
import type { Layer } from './layer.ts';
import type { Overlay } from './read-overlay.ts';
import type { Tombstone } from './read-tombstone.ts';
import type { TopicDeclaration } from './read-topic.ts';

/** What all documents of all files say, by kind. */
export interface Documents {
  readonly topics: readonly TopicDeclaration[];
  readonly defaults: readonly Layer[];
  readonly overlays: readonly Overlay[];
  readonly policies: readonly Policy[];
  readonly tombstones: readonly Tombstone[];
}
