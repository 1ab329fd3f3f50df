// Node strips the types at run time; swc does the same here, so that tests run the sources as they are.
export default {
  testEnvironment: '<rootDir>/test/ended-by-timeout.ts',
  // Some tests go through hundreds of cycles, and they give way to whatever else the machine does.
  testTimeout: 180_000,
  setupFiles: ['<rootDir>/test/generated-cases.ts'],
  roots: [
    '<rootDir>/actions',
    '<rootDir>/services',
    '<rootDir>/lib',
    '<rootDir>/lab',
    '<rootDir>/scripts',
    '<rootDir>/test',
  ],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
