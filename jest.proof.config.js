// The tests beside the files that decide about stops, and nothing else, have to go through every branch of these.
import base from './jest.config.js';

const JUDGED =
  'actions/rolling-reboot/src/core/{decide*,gate*,safety*,quorum-gate,quorum-safety,quorum-part,allowances,impossible,order,parked,down,next-look,partition-*}';

export default {
  ...base,
  testMatch: [`<rootDir>/${JUDGED}.test.ts`],
  collectCoverage: true,
  collectCoverageFrom: [`${JUDGED}.ts`, '!**/*.test.ts'],
  coverageDirectory: 'coverage/proof',
  coverageReporters: ['text', 'json'],
  coverageThreshold: { global: { branches: 100, functions: 100 } },
};
