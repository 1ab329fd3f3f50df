import { describe, expect, test } from '@jest/globals';
import { type LabOptions, planLab } from './lab-options.ts';

describe('planLab', () => {
  test.each([
    [{}, '4.3.1', 3],
    [{ brokers: 5 }, '4.3.1', 5],
    [{ mode: 'kraft-separate', kafkaVersion: '3.9.2' }, '3.9.2', 6],
    [{ mode: 'zookeeper', observers: 1 }, '3.9.2', 7],
  ] as const)('%j runs Kafka %s on %d nodes', (options, kafkaVersion, nodes) => {
    const plan = planLab(options, '/tmp/lab');
    expect({ version: plan.kafkaVersion, nodes: plan.nodes.length }).toEqual({
      version: kafkaVersion,
      nodes,
    });
  });

  test.each<[LabOptions, string]>([
    [{ brokers: 0 }, 'brokers: 0 is not possible. Give a whole number from 1 to 9.'],
    [{ mode: 'zookeeper', secured: true }, 'secured: mode zookeeper has the plaintext listener alone.'],
    [{ controllers: 3 }, 'controllers: mode kraft has none. Leave it out, or give mode kraft-separate.'],
    [
      { mode: 'kraft-separate', observers: 1 },
      'observers: mode kraft-separate has none. Leave it out, or give mode zookeeper.',
    ],
    [
      { mode: 'zookeeper', kafkaVersion: '4.3.1' },
      'mode zookeeper: Kafka 4.3.1 has no such mode. Give 3.9.2.',
    ],
  ])('%j is refused with what to do', (options, message) => {
    expect(() => planLab(options, '/tmp/lab')).toThrow(message);
  });
});
