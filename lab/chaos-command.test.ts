import { describe, expect, test } from '@jest/globals';
import { describeProblem } from '../lib/core/problem.ts';
import { CHAOS, chaosUsage, readChaos } from './chaos-command.ts';

describe('readChaos', () => {
  test.each([
    [['kill-broker', '2'], { kind: 'signal', nodeId: 2, signal: 'SIGKILL' }],
    [['start-broker', 'zookeeper-1'], { kind: 'start-process', nodeId: 'zookeeper-1' }],
    [['pause-broker', '2'], { kind: 'signal', nodeId: 2, signal: 'SIGSTOP' }],
    [['resume-broker', '2'], { kind: 'signal', nodeId: 2, signal: 'SIGCONT' }],
    [['throttle', '1000'], { kind: 'throttle', bytesPerSecond: 1000 }],
    [['unthrottle'], { kind: 'unthrottle' }],
    [['stop-instance', '2'], { kind: 'stop-instance', nodeId: 2 }],
    [['start-instance', '2'], { kind: 'start-instance', nodeId: 2 }],
    [['stick', '2', 'pending'], { kind: 'stick', nodeId: 2, in: 'pending' }],
    [['unstick', '2'], { kind: 'unstick', nodeId: 2 }],
    [['start-fails', '2'], { kind: 'start-fails', nodeId: 2, times: 1 }],
    [['schedule-event', '2', 'system-reboot'], { kind: 'schedule-event', nodeId: 2, code: 'system-reboot' }],
    [
      ['refuse', 'StartInstances', 'InsufficientInstanceCapacity', '3'],
      { kind: 'refuse', action: 'StartInstances', code: 'InsufficientInstanceCapacity', times: 3 },
    ],
    [
      ['scan-finds', 'kafka/app', 'CVE-2026-1', 'HIGH', '2'],
      { kind: 'scan-finds', repository: 'kafka/app', id: 'CVE-2026-1', severity: 'HIGH', after: 2 },
    ],
    [
      ['scan-finds', 'kafka/app', 'CVE-2026-1', 'HIGH'],
      { kind: 'scan-finds', repository: 'kafka/app', id: 'CVE-2026-1', severity: 'HIGH', after: 0 },
    ],
    [['scan-clean', 'kafka/app'], { kind: 'scan-clean', repository: 'kafka/app' }],
    [['slack-fails', '2'], { kind: 'slack-fails', times: 2 }],
  ])('%j', (words, fault) => {
    expect(readChaos(words)).toEqual({ ok: true, value: fault });
  });

  test.each([
    [['kil-broker', '2'], 'chaos: there is no fault kil-broker. Did you mean kill-broker?'],
    [['kill-broker'], 'chaos kill-broker: "" does not fit. Give NODE.'],
    [['kill-broker', '2', '3'], 'chaos kill-broker: "2 3" does not fit. Give NODE.'],
    [['throttle', 'slow'], 'chaos throttle: "slow" does not fit. Give BYTES.'],
    [['unthrottle', '2'], 'chaos unthrottle: "2" does not fit. Give nothing.'],
    [['stick', '2', 'running'], 'chaos stick: "2 running" does not fit. Give NODE stopping|pending.'],
    [
      ['schedule-event', '2', 'reboot'],
      'chaos schedule-event: "2 reboot" does not fit. Give NODE instance-reboot|system-reboot|system-maintenance|instance-retirement|instance-stop.',
    ],
    [['start-fails', '2', '0'], 'chaos start-fails: "2 0" does not fit. Give NODE [TIMES].'],
    [['scan-clean'], 'chaos scan-clean: "" does not fit. Give REPOSITORY.'],
    [
      ['scan-finds', 'kafka/app', 'CVE-2026-1', 'BAD'],
      'chaos scan-finds: "kafka/app CVE-2026-1 BAD" does not fit. Give REPOSITORY ID CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL|UNDEFINED [AFTER].',
    ],
    [['slack-fails', 'often'], 'chaos slack-fails: "often" does not fit. Give [TIMES].'],
  ])('%j is refused with what to give', (words, message) => {
    const outcome = readChaos(words);
    expect(outcome.ok ? [] : outcome.problems.map(describeProblem)).toEqual([message]);
  });

  test('an unknown code is answered with those that there are', () => {
    const outcome = readChaos(['refuse', 'StartInstances', 'Teapot']);
    expect(outcome.ok ? '' : outcome.problems[0]?.fix).toContain('RequestLimitExceeded|');
  });
});

test('every fault is listed', () => {
  expect(chaosUsage()).toHaveLength(Object.keys(CHAOS).length);
});
