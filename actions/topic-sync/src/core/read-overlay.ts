import type { Place } from '../../../../lib/core/problem.ts';
import { placeAt, type SourceValue, valueAt } from '../../../../lib/core/source-value.ts';
import type { Findings } from './findings.ts';
import type { Layer } from './layer.ts';
import { readLayer } from './read-layer.ts';
import { textAt } from './read-topic.ts';

/** What one environment has otherwise. */
export interface Overlay {
  readonly environment: string;
  /** Where the environment is named. */
  readonly place: Place;
  readonly patches: readonly Patch[];
}

export interface Patch {
  /** A pattern of topic names. */
  readonly match: string;
  readonly place: Place;
  readonly layer: Layer;
}

/** One TopicOverlay document, as far as it can be read. */
export function readOverlay(source: SourceValue, findings: Findings): Overlay {
  const given = valueAt(source, ['spec', 'patches']);
  const patches = (given?.kind === 'list' ? given.items : []).flatMap((item) => {
    const layer = readLayer(valueAt(item, ['spec']), findings);
    const match = textAt(item, ['match']);
    return match === undefined ? [] : [{ match, place: placeAt(item, ['match']), layer }];
  });
  const path = ['metadata', 'environment'];
  return { environment: textAt(source, path) ?? '', place: placeAt(source, path), patches };
}
