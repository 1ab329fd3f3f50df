// Who may import whom. `scripts/check-boundaries.ts` runs it and fails when a file was not looked at.
const TEST = '\\.test\\.ts$';
const CORE = '^(lib|(actions|services)/[^/]+/src)/core/';
const DELIVERED = '^(actions|services|lib)/';
const NPM = 'node_modules/';
/** What a test beside its source may use of test/: everything that stands in for the world. */
const STAND_INS = '^test/(fakes|builders|arbitraries)/';
/** Answers of a server on loopback: no part of a cluster. */
const ANSWERS = '^lab/(loopback-server|aws/aws-answer)\\.ts$';

const RULES = {
  'core-is-pure': {
    comment:
      'core/ decides: it imports core/ only. Give it the fact as a parameter and fetch it in run.ts or an adapter.',
    from: { path: '^lib/core/', pathNot: TEST },
    to: { pathNot: '^lib/core/' },
  },
  'action-core-is-pure': {
    comment: 'An action’s core/ imports itself and lib/core only: no node:*, no package, no adapter.',
    from: { path: '^actions/([^/]+)/src/core/', pathNot: TEST },
    to: { pathNot: ['^lib/core/', '^actions/$1/src/core/'] },
  },
  'service-core-is-pure': {
    comment: 'A service’s core/ imports itself, the core of hosting and lib/core only.',
    from: { path: '^services/([^/]+)/src/core/', pathNot: TEST },
    to: { pathNot: ['^lib/core/', '^services/($1|hosting)/src/core/'] },
  },
  'core-tests-are-pure-too': {
    comment:
      'A test of core/ needs jest, fast-check, core/ and builders. If it needs more, core/ is not pure.',
    from: { path: `${CORE}.*${TEST}` },
    to: { pathNot: [CORE, STAND_INS, `${NPM}(@jest/globals|fast-check)/`] },
  },
  'packages-only-in-adapters': {
    comment:
      'Only lib/adapters and a service’s adapters import packages. Outside of it yaml and zod are allowed: they parse, they do not act.',
    from: { path: DELIVERED, pathNot: ['^lib/adapters/', '^services/[^/]+/src/adapters/', TEST] },
    to: { path: NPM, pathNot: `${NPM}(yaml|zod|@types/node)/` },
  },
  'world-only-in-adapters': {
    comment:
      'Files, network and processes are reached through a port; main.ts wires the adapter that has it.',
    from: {
      path: '^(actions|services)/',
      pathNot: ['^actions/[^/]+/src/main\\.ts$', '^services/[^/]+/src/adapters/', TEST],
    },
    to: {
      path: '^(node:)?(fs|net|tls|dns|http|https|http2|dgram|child_process|cluster|worker_threads)(/|$)',
    },
  },
  'the-story-knows-its-ports': {
    comment:
      'inputs.ts, ports.ts and run.ts do not reach for an adapter (types and what only reads text are free): the story is tested on fakes.',
    from: { path: '^actions/[^/]+/src/(inputs|ports|run)\\.ts$' },
    to: {
      path: '^lib/adapters/',
      pathNot: '^lib/adapters/(suggest|yaml-document)\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  'actions-stand-alone': {
    comment: 'Actions do not import each other. What two of them need lives in lib/.',
    from: { path: '^actions/([^/]+)/' },
    to: { path: '^actions/', pathNot: '^actions/$1/' },
  },
  'services-stand-alone': {
    comment:
      'A service imports no action and no other service. What services need to run in a pod lives in hosting/.',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^(actions|services)/', pathNot: '^services/($1|hosting)/' },
  },
  'actions-know-no-service': {
    comment: 'An action imports no service. What both need lives in lib/.',
    from: { path: '^actions/' },
    to: { path: '^services/' },
  },
  'lib-knows-no-action': {
    comment: 'lib/ is shared: it knows no action and no service.',
    from: { path: '^lib/' },
    to: { path: '^(actions|services)/' },
  },
  'delivered-code-knows-no-tooling': {
    comment: 'lab/, scripts/ and test/ are not delivered, so what is delivered does not import them.',
    from: { path: DELIVERED, pathNot: TEST },
    to: { path: '^(lab|scripts|test)/' },
  },
  'unit-tests-need-no-lab': {
    comment: 'A test beside its source runs in milliseconds on stand-ins. What needs the lab lives in test/.',
    from: { path: `${DELIVERED}.*${TEST}` },
    to: { path: '^(lab|scripts|test)/', pathNot: [STAND_INS, ANSWERS] },
  },
  'nothing-imports-a-test': {
    comment: 'A test file is run, not imported. Put what is shared into test/fakes or test/builders.',
    from: {},
    to: { path: TEST },
  },
  'delivered-code-needs-dependencies': {
    comment: 'A bundle is built from "dependencies"; "devDependencies" are for tests and tools.',
    from: { path: DELIVERED, pathNot: TEST },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: `${NPM}@types/` },
  },
  'agpl-in-the-lab-only': {
    comment:
      'iam-simulate and its parts are AGPL: they judge in the lab, are started by tests alone, and are in no bundle.',
    from: { pathNot: '^lab/iam/' },
    to: { path: `${NPM}@cloud-copilot/iam-(simulate|policy|utils)/` },
  },
  'policies-core-is-pure': {
    comment: 'Policies are rendered and judged from values: reading and looking up is done around core/.',
    from: { path: '^scripts/policies/core/', pathNot: TEST },
    to: { pathNot: ['^lib/core/', '^scripts/policies/core/', '^actions/[^/]+/src/core/'] },
  },
  'no-cycle': {
    comment: 'Two files that need each other are one file or three.',
    from: {},
    to: { circular: true },
  },
  resolvable: {
    comment: 'It does not exist where the import says.',
    from: {},
    to: { couldNotResolve: true },
  },
  'no-orphan': {
    comment: 'Nothing imports it and it imports nothing.',
    from: {
      orphan: true,
      pathNot: [
        TEST,
        '^(actions|services)/[^/]+/src/main\\.ts$',
        '^(lab|scripts)/[^/]+\\.ts$',
        '\\.bench\\.ts$',
        '\\.d\\.ts$',
      ],
    },
    to: {},
  },
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: Object.entries(RULES).map(([name, rule]) => ({ name, severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: NPM },
    exclude: { path: '^(actions|services)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
