import { describe, expect, test } from '@jest/globals';
import { describeHostPort, parseHostPort } from './host-port.ts';

describe('parseHostPort', () => {
  test.each([
    ['broker-1.example.org:9092', 'broker-1.example.org', 9092],
    ['10.0.0.1:1', '10.0.0.1', 1],
    ['localhost:65535', 'localhost', 65_535],
    ['[fd00::1]:9092', 'fd00::1', 9092],
    ['[fe80::1%eth0]:9092', 'fe80::1%eth0', 9092],
  ])('reads %s, and writes it back', (written, host, port) => {
    expect(parseHostPort(written)).toEqual({ host, port });
    expect(describeHostPort({ host, port })).toBe(written);
  });

  test.each([
    'broker-1',
    'broker-1:',
    ':9092',
    'broker-1:0',
    'broker-1:65536',
    'broker-1:http',
    'http://broker-1:9092',
    'a b:9092',
    'fd00::1:9092',
    '[]:9092',
    'user@broker:9092',
    '',
  ])('refuses %j', (written) => {
    expect(parseHostPort(written)).toBeUndefined();
  });
});
