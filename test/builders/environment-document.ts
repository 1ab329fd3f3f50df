import type { EnvironmentDocument } from '../../lib/core/environment-document.ts';
import { written } from './written.ts';

/** An environment file that says just this; every value is at line 1. */
export function environmentDocument(name: string, spec: unknown): EnvironmentDocument {
  const file = `environments/${name}.yaml`;
  return { name, file, content: written({ metadata: { name }, spec }, file), problems: [] };
}
