import { expect, test } from '@jest/globals';
import { MODES } from './inputs.ts';
import { rolesFor } from './roles-for.ts';

test('a build never takes the role that deploys, and what deploys takes the one that builds only where there is no other, and who looks for drift can change nothing', () => {
  expect(Object.fromEntries(MODES.map((mode) => [mode, rolesFor(mode)]))).toEqual({
    build: ['build-role'],
    plan: ['build-role'],
    promote: ['deploy-role', 'build-role'],
    verify: ['deploy-role', 'build-role'],
    rollback: ['deploy-role', 'build-role'],
    drift: ['topics-plan-role'],
  });
  expect(rolesFor('')).toEqual(['build-role']);
});
