import { type Place, type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { describePlace } from './describe-place.ts';
import type { TopicName } from './topic.ts';
import { collisionKey } from './topic-name.ts';

/** A name and where it is declared. */
export interface Declaration {
  readonly name: TopicName;
  readonly place: Place;
}

/** Topics that are declared twice, and topics whose names differ only in "." and "_". */
export function findCollisions(declarations: readonly Declaration[]): Problem[] {
  const first = new Map<string, Declaration>();
  const problems: Problem[] = [];
  for (const declaration of declarations) {
    const key = collisionKey(declaration.name);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, declaration);
    else problems.push(collision(declaration, earlier));
  }
  return problems;
}

function collision(topic: Declaration, earlier: Declaration): Problem {
  const where = describePlace(earlier.place);
  if (topic.name === earlier.name) {
    return problemAt(topic.place, `${topic.name} is declared at ${where} too`, 'Keep one of the two.');
  }
  const what = `${topic.name} collides with ${earlier.name} at ${where}`;
  return problemAt(topic.place, what, 'Kafka takes "." and "_" for the same in metric names: rename one.');
}
