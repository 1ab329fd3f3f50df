import { describe, expect, test } from '@jest/globals';
import { aNode } from '../../../../test/builders/fleet.ts';
import { brokerId } from './node.ts';
import { chooseObservers, nominatePollingBroker } from './polling-broker.ts';

const BROKERS = [2, 0, 1].map((id) => aNode(id));
const CONTROLLER = aNode(3000, { broker: false, controller: true });

describe('the polling broker', () => {
  test.each<[string, number | undefined, number[], number | undefined]>([
    ['is the lowest at first', undefined, [], 0],
    ['stays while it can', 2, [], 2],
    ['stays when its id is 0', 0, [1], 0],
    ['is handed over when it is next', 0, [0], 1],
    ['is never one that is away', undefined, [0, 1], 2],
    ['is nobody when everyone is away', 1, [0, 1, 2], undefined],
    ['is never a controller', 3000, [0, 1, 2], undefined],
  ])('%s', (_, current, unavailable, expected) => {
    const before = current === undefined ? undefined : brokerId(current);
    expect(nominatePollingBroker(before, [...BROKERS, CONTROLLER], new Set(unavailable))).toBe(expected);
  });
});

describe('the observers', () => {
  const many = Array.from({ length: 13 }, (_, id) => aNode(id + 1));
  const zoneOf = (id: number): string | undefined => many.find((node) => node.id === id)?.zone;

  test('are all brokers of a small cluster, and no controller', () => {
    expect(chooseObservers([...many.slice(0, 12), CONTROLLER], undefined)).toHaveLength(12);
  });

  test('are the polling broker and five witnesses of other zones in a big one', () => {
    const [polling, ...witnesses] = chooseObservers(many, brokerId(5));
    expect(polling).toBe(5);
    expect(witnesses).toHaveLength(5);
    expect(new Set([polling, ...witnesses]).size).toBe(6);
    expect(witnesses.map(zoneOf)).not.toContain(zoneOf(5));
  });

  test('come from the same zone where there is no other', () => {
    const oneZone = many.map((node) => ({ ...node, zone: 'a' }));
    expect(chooseObservers(oneZone, brokerId(13))).toEqual([13, 1, 2, 3, 4, 5]);
  });

  test('begin with any broker while none polls', () => {
    expect(chooseObservers(many, undefined)).toHaveLength(6);
  });

  test('are nobody when nobody is up', () => {
    expect(chooseObservers([], undefined)).toEqual([]);
  });
});
