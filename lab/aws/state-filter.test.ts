import { describe, expect, test } from '@jest/globals';
import { takeStateFilter } from './state-filter.ts';

describe('takeStateFilter', () => {
  test('takes the states out and numbers the other filters anew', () => {
    const { states, rest } = takeStateFilter(
      new URLSearchParams([
        ['Action', 'DescribeInstances'],
        ['Filter.1.Name', 'instance-state-name'],
        ['Filter.1.Value.1', 'running'],
        ['Filter.1.Value.2', 'stopping'],
        ['Filter.2.Name', 'tag:kafka-cluster'],
        ['Filter.2.Value.1', 'lab'],
      ]),
    );
    expect(states).toEqual(['running', 'stopping']);
    expect(rest.toString()).toBe(
      'Action=DescribeInstances&Filter.1.Name=tag%3Akafka-cluster&Filter.1.Value.1=lab',
    );
  });

  test('lets a request without states be as it is', () => {
    const request = new URLSearchParams(
      'Action=DescribeInstances&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1',
    );
    expect(takeStateFilter(request)).toEqual({ states: undefined, rest: request });
  });
});
