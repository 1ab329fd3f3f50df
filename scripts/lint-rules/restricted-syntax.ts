/** What ESLint's no-restricted-syntax refuses: a selector over the syntax tree, and what to do instead. */
export interface Restriction {
  readonly selector: string;
  readonly message: string;
}

const DEFAULT_EXPORT: Restriction = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export it by its name: a default export is renamed at every import.',
};

const BARREL: Restriction = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'No barrels: import it from the file that defines it.',
};

const MODULE_MOCKS = '/^(mock|doMock|unstable_mockModule|setMock|createMockFromModule|genMockFromModule)$/';

const MODULE_MOCK: Restriction = {
  selector: `CallExpression[callee.object.name='jest'][callee.property.name=${MODULE_MOCKS}]`,
  message: 'Fake the port (test/fakes), never mock a module.',
};

const WITHHELD_TEST: Restriction = {
  selector:
    'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|skipIf|todo|failing)$/]',
  message: 'Every test runs, always: finish it or remove it.',
};

/** For every file. Config files are read by tools that want a default export. */
export const everywhere: readonly Restriction[] = [DEFAULT_EXPORT, BARREL, MODULE_MOCK, WITHHELD_TEST];

/** For core folders: decisions take time, randomness and the outside as parameters, and never wait. */
export const inCore: readonly Restriction[] = [
  ...everywhere,
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    message: 'Core has no clock: take `now` as a parameter.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Core has no clock: take `now` as a parameter.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Core has no randomness: take the value as a parameter.',
  },
  {
    selector: ':function[async=true], AwaitExpression, ForOfStatement[await=true], ImportExpression',
    message: 'Core is synchronous: decide here, wait in run.ts.',
  },
];

/** Globals through which a core file could reach the world. */
export const worldlyGlobals: readonly string[] = [
  ...['process', 'console', 'fetch', 'WebSocket', 'crypto', 'performance', 'globalThis', 'global', 'Promise'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
];
