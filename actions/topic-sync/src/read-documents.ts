import { linearPattern } from '../../../lib/adapters/linear-pattern.ts';
import { suggest } from '../../../lib/adapters/suggest.ts';
import { type Problem, problemAt } from '../../../lib/core/problem.ts';
import { placeAt, type SourceValue, valueAt } from '../../../lib/core/source-value.ts';
import { checkShape } from '../../../lib/document-shape.ts';
import type { Documents } from './core/documents.ts';
import { findCollisions } from './core/find-collisions.ts';
import type { Findings } from './core/findings.ts';
import type { Layer } from './core/layer.ts';
import type { Policy } from './core/policy/policy.ts';
import { readPolicy } from './core/policy/read-policy.ts';
import { readLayer } from './core/read-layer.ts';
import { type Overlay, readOverlay } from './core/read-overlay.ts';
import { readTombstone, type Tombstone } from './core/read-tombstone.ts';
import { readTopic, type TopicDeclaration } from './core/read-topic.ts';
import { SHAPES } from './documents/shapes.ts';
import { notAt } from './not-at.ts';

export interface ReadDocuments {
  readonly documents: Documents;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Reads every document of every kind; the mistakes of all of them are reported together. */
export function readDocuments(sources: readonly SourceValue[]): ReadDocuments {
  const into = new Collected();
  for (const source of sources) into.add(source);
  const twice = [...findCollisions(into.topics), ...findCollisions(into.tombstones)];
  return { documents: into, problems: [...into.problems, ...twice], warnings: into.warnings };
}

class Collected implements Documents {
  readonly topics: TopicDeclaration[] = [];
  readonly defaults: Layer[] = [];
  readonly overlays: Overlay[] = [];
  readonly policies: Policy[] = [];
  readonly tombstones: Tombstone[] = [];
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];

  add(source: SourceValue): void {
    const kind = kindOf(source);
    if (kind === undefined) {
      this.problems.push(wrongKind(source));
      return;
    }
    const shape = checkShape(SHAPES[kind], source);
    const told = shape.ok ? [] : shape.problems;
    const findings: Findings = { problems: [], warnings: [], suggest };
    if (shape.ok || kind !== 'TopicPolicy') this.#read(kind, source, findings);
    this.problems.push(...told, ...notAt(told, findings.problems));
    this.warnings.push(...findings.warnings);
  }

  #read(kind: Kind, source: SourceValue, findings: Findings): void {
    switch (kind) {
      case 'Topic':
        addTo(this.topics, readTopic(source, findings));
        break;
      case 'TopicDefaults':
        addTo(this.defaults, readLayer(valueAt(source, ['spec']), findings));
        break;
      case 'TopicOverlay':
        addTo(this.overlays, readOverlay(source, findings));
        break;
      case 'TopicPolicy':
        this.policies.push(readPolicy(source, { ...findings, pattern: linearPattern }));
        break;
      case 'Tombstone':
        addTo(this.tombstones, readTombstone(source, findings));
        break;
    }
  }
}

function addTo<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

type Kind = keyof typeof SHAPES;
const KINDS = Object.keys(SHAPES) as readonly Kind[];

function kindOf(source: SourceValue): Kind | undefined {
  const given = valueAt(source, ['kind']);
  return given?.kind === 'scalar' ? KINDS.find((kind) => kind === given.text) : undefined;
}

function wrongKind(source: SourceValue): Problem {
  const given = valueAt(source, ['kind']);
  const place = placeAt(source, ['kind']);
  const fix = `The kinds are ${KINDS.join(', ')}.`;
  if (given?.kind !== 'scalar') return problemAt(place, 'kind is missing', fix);
  if (given.text === 'Environment') {
    return problemAt(place, 'an Environment is not read from here', 'Put it into the folder environments/.');
  }
  const near = suggest(given.text, KINDS);
  const what = `kind ${JSON.stringify(given.text)} is not supported`;
  return problemAt(place, what, near === undefined ? fix : `Did you mean ${near}?`);
}
