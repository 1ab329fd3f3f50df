import { hiddenMarker } from '../../../../lib/core/hidden-marker.ts';

export const commentMarker = (environment: string): string => hiddenMarker('topic-sync', 'plan', environment);

export const driftMarker = (environment: string): string => hiddenMarker('topic-sync', 'drift', environment);
