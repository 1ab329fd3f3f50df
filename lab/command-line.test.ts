import { describe, expect, test } from '@jest/globals';
import { describeProblem } from '../lib/core/problem.ts';
import { readCommandLine } from './command-line.ts';

describe('readCommandLine', () => {
  test('reads a command with its flags, in both ways of writing them', () => {
    expect(readCommandLine(['up', '--kafka', '3.9', '--brokers=4', '--racks', '2'])).toEqual({
      ok: true,
      value: {
        command: 'up',
        options: { kafkaVersion: '3.9.2', brokers: 4, racks: 2 },
        node: undefined,
        fault: undefined,
      },
    });
  });

  test('reads the node of logs', () => {
    expect(readCommandLine(['logs', '2'])).toMatchObject({ ok: true, value: { command: 'logs', node: 2 } });
  });

  test.each([
    [['up', '--zookeeper', '--brokers', '4'], { mode: 'zookeeper', brokers: 4 }],
    [['up', '--controllers', '3'], { mode: 'kraft-separate', controllers: 3 }],
    [['up', '--tls'], { secured: true }],
    [['up', '--sasl', 'scram'], { secured: true }],
  ])('%j is a lab of another mode', (args, options) => {
    expect(readCommandLine(args)).toMatchObject({ ok: true, value: { options } });
  });

  test('reads a node by its name', () => {
    expect(readCommandLine(['logs', 'zookeeper-1'])).toMatchObject({
      ok: true,
      value: { node: 'zookeeper-1' },
    });
  });

  test('reads the fault of chaos', () => {
    expect(readCommandLine(['chaos', 'kill-broker', '2'])).toMatchObject({
      ok: true,
      value: { command: 'chaos', fault: { kind: 'signal', nodeId: 2, signal: 'SIGKILL' } },
    });
    expect(readCommandLine(['chaos'])).toMatchObject({ ok: true, value: { fault: undefined } });
  });

  test.each([
    [
      ['logs', 'zk'],
      'node: "zk" is none. Give the id of a broker or controller, or a name like zookeeper-1.',
    ],
    [
      ['up', '--zookeeper', '--controllers', '3'],
      '--controllers: a cluster of ZooKeeper has no KRaft controllers. Give --zookeeper or --controllers.',
    ],
    [
      ['up', '--zookeeper', '--kafka=4.3'],
      '--kafka: Kafka has no ZooKeeper mode after 3.9. Give 3.9, or leave it out.',
    ],
    [['up', '--sasl', 'plain'], '--sasl: the lab has no such login. Give scram, or leave it out.'],
    [
      ['up', '--tls', '--zookeeper'],
      '--tls, --sasl: a cluster of ZooKeeper has the plaintext listener alone in this lab. Leave them out, or --zookeeper.',
    ],
    [['stats'], 'lab: there is no command stats. Did you mean status?'],
    [[], 'lab: no command was given. Give one of up, down, status, logs, env, chaos.'],
    [['up', '--broker', '4'], 'lab: there is no flag --broker. Did you mean --brokers?'],
    [['up', '--kafka', '2.8'], '--kafka: "2.8" is not a version that the lab runs. Give 4.3 or 3.9.'],
    [['up', '--racks', 'many'], '--racks: "many" is not possible. Give a whole number from 1 to 3.'],
    [['up', '--brokers'], '--brokers: "" is not possible. Give a whole number from 1 to 9.'],
  ])('%j is refused with what to do', (args, message) => {
    const outcome = readCommandLine(args);
    expect(outcome.ok ? [] : outcome.problems.map(describeProblem)).toContain(message);
  });

  test('tells all mistakes together', () => {
    const outcome = readCommandLine(['up', '--brokers', '0', '--kafka', 'x', '--rack=2']);
    expect(outcome.ok ? 0 : outcome.problems.length).toBe(3);
  });
});
