import { expect, test } from '@jest/globals';
import { warningOf } from './warning-of.ts';

const RAW = { url: 'https://docs.example', file: 'Dockerfile', line: 3 };
const PLACE = { file: 'app/Dockerfile', line: 3, column: 1 };

test.each([
  [
    'SecretsUsedInArgOrEnv: Do not use ENV for sensitive data (ENV "API_KEY") (line 3)',
    'SecretsUsedInArgOrEnv',
    'Do not use ENV for sensitive data (ENV "API_KEY")',
  ],
  ['Empty continuation line found', '', 'Empty continuation line found'],
])('%s', (message, rule, text) => {
  expect(warningOf({ ...RAW, message }, 'app/Dockerfile')).toEqual({
    rule,
    message: text,
    url: RAW.url,
    place: PLACE,
  });
});
