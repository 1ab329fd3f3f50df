import { beforeEach, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../loopback-server.ts';
import { Described } from './described.ts';

let described: Described;
let asked: string[];
let status: number;

beforeEach(() => {
  described = new Described();
  [asked, status] = [[], 200];
});

const signed = (service: string, key = 'AKIA'): string =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${service}/aws4_request, Signature=${String(asked.length)}`;

/** What is answered; it is asked for the first time where the number is a new one. */
async function ask(body: string, authorization = signed('ec2')): Promise<string> {
  const answer = (): Promise<HttpAnswer> => {
    asked.push(body);
    return Promise.resolve({ status, contentType: 'text/xml', body: String(asked.length) });
  };
  return (await described.answer({ headers: { authorization }, body }, answer)).body;
}

const LOOK = 'Action=DescribeInstances&Version=1';

test('the same question is asked once, others and those of others for themselves', async () => {
  expect(await Promise.all([ask(LOOK), ask(LOOK)])).toEqual(['1', '1']);
  expect(await ask(LOOK)).toBe('1');
  expect(await ask(`${LOOK}&MaxResults=5`)).toBe('2');
  expect(await ask(LOOK, signed('ec2', 'ASIA'))).toBe('3');
  expect(await ask(LOOK)).toBe('1');
});

test.each([
  ['a change', 'Action=CreateTags&Tag.1.Value=Action=DescribeTags', 'ec2'],
  ['another service', LOOK, 'sts'],
])('after %s it is asked again', async (_, body, service) => {
  await ask(LOOK);
  expect(await ask(body, signed(service))).toBe('2');
  expect(await ask(body, signed(service))).toBe('3');
  expect(await ask(LOOK)).toBe('4');
});

test('what was described while something changed is not taken for the state after it', async () => {
  let end = (): void => undefined;
  const changing = described.answer({ headers: {}, body: 'Action=CreateTags' }, async () => {
    await new Promise<void>((ended) => {
      end = ended;
    });
    return { status: 200, contentType: 'text/xml', body: '' };
  });
  expect(await ask(LOOK)).toBe('1');
  end();
  await changing;
  expect(await ask(LOOK)).toBe('2');
});

test('an error is no answer', async () => {
  status = 500;
  expect(await ask(LOOK)).toBe('1');
  const failing = described.answer({ headers: { authorization: signed('ec2') }, body: LOOK }, () =>
    Promise.reject(new Error('gone')),
  );
  await expect(failing).rejects.toThrow('gone');
  status = 200;
  expect(await ask(LOOK)).toBe('2');
});
