import { createHash, generateKeyPairSync } from 'node:crypto';
import { secretScanner } from '../../actions/build-push/src/core/hardening/secrets/secret-scanner.ts';
import { type BuildPushInputs, readBuildPushInputs } from '../../actions/build-push/src/core/inputs.ts';
import type { Report } from '../../actions/build-push/src/core/report.ts';
import { DEFAULT_SETTINGS } from '../../actions/build-push/src/documents/repository-settings-document.ts';
import { readRegistries } from '../../actions/build-push/src/documents/registries-document.ts';
import type { Ports } from '../../actions/build-push/src/ports.ts';
import { run } from '../../actions/build-push/src/run.ts';
import { type DsseKey, dsseKey } from '../../lib/adapters/dsse.ts';
import type { ContextEntry } from '../../lib/core/context-entry.ts';
import { describeProblem, orThrow, parsed } from '../../lib/core/problem.ts';
import { FakeEcr, seenOf } from './fake-ecr.ts';
import { FakeEngine } from './fake-engine.ts';
import { FakeThreads } from './fake-threads.ts';
import { MemoryRegistry } from './memory-registry.ts';
import { VirtualClock } from './virtual-clock.ts';
import { WorldCalls } from './world-calls.ts';

export const DOCKERFILE = `FROM gcr.io/distroless/nodejs24-debian13@sha256:${'a'.repeat(64)}
COPY app.js /app/app.js
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/app/app.js"]
`;

const newKey = (): DsseKey =>
  orThrow(
    dsseKey(
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'test',
    ),
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Inputs = Readonly<Record<string, string>>;

/** Registries, an engine and a workspace: everything that a run of build-push meets, on virtual time. */
export class FakeImageWorld {
  readonly calls = new WorldCalls();
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 22));
  readonly engine = new FakeEngine(this.calls);
  readonly files = new Map([
    ['./Dockerfile', DOCKERFILE],
    ['app.js', 'listen();'],
  ]);
  readonly threads = new FakeThreads();
  readonly said: string[] = [];
  readonly warned: string[] = [];
  key: DsseKey | undefined = newKey();
  runUrl = 'https://github.example/runs/1';
  code = '0.1.0+one';
  cancellation = new AbortController();
  readonly #registries = new Map<string, { registry: MemoryRegistry; ecr: FakeEcr }>();
  #folders = 0;

  /** The registry of a region. */
  at(region: string): { readonly registry: MemoryRegistry; readonly ecr: FakeEcr } {
    const there = this.#registries.get(region);
    if (there !== undefined) return there;
    const made = {
      registry: new MemoryRegistry(region, this.calls),
      ecr: new FakeEcr(region, this.calls),
    };
    made.ecr.repositories.set('kafka/app', seenOf(DEFAULT_SETTINGS));
    this.#registries.set(region, made);
    return made;
  }

  /** The tags of a region's repository, without the names of contents and times. */
  tags(region: string): Readonly<Record<string, string>> {
    const { tags } = this.at(region).registry.kept('kafka/app');
    return Object.fromEntries([...tags].filter(([tag]) => !/^(c-|built-|promoted-|rolled-back-)/.test(tag)));
  }

  /** One run; in two regions unless it says otherwise. */
  run(raw: Inputs = {}, regions: readonly string[] = ['west', 'east']): Promise<Report> {
    this.calls.clear();
    return run(inputsOf(raw, regions), this.ports());
  }

  ports(): Ports {
    const { calls, clock, engine, cancellation } = this;
    return {
      fallback: {},
      readEnvironment: () => Promise.reject(new Error('nobody asks')),
      readText: (file) => calls.ask(`read ${file}`, () => this.#file(file)),
      readContext: () => calls.ask('context', () => ({ entries: this.#entries(), problems: [] })),
      readLayout: (folder) => calls.ask('read layout', () => engine.layoutIn(folder).contents),
      scannerFor: secretScanner,
      readSecrets: () => Promise.resolve([]),
      open: ({ registry }) =>
        calls.ask('open', () => {
          if (registry.kind !== 'ecr') throw new Error('all are of ECR here');
          return this.at(registry.region);
        }),
      ...this.#drift(),
      engine,
      cancelled: cancellation.signal,
      clock: {
        now: () => clock.now,
        sleep: (milliseconds) => clock.sleep(milliseconds, cancellation.signal),
      },
      scratch: () => `/scratch/${String((this.#folders += 1))}`,
      commitTime: () => calls.ask('commit time', () => 0),
      sha256,
      saveFile: (name) => Promise.resolve(name),
      say: (line) => this.said.push(line),
      warn: (problem) => this.warned.push(describeProblem(problem)),
      attestationKey: this.key,
      code: this.code,
      builder: 'the tests',
      runUrl: this.runUrl,
      writeLayout: (folder, { root, blobs, read }) =>
        calls.ask('pull', async () => {
          for (const blob of blobs) for await (const chunk of read(blob)) chunk.fill(0, 0, 0);
          engine.pull(folder, root.digest);
        }),
      localImage: (folder) => calls.ask('local image', () => engine.layoutIn(folder).local),
    };
  }

  #drift(): Pick<Ports, 'openApi' | 'issues'> {
    return {
      openApi: ({ region }) => Promise.resolve(this.at(region).ecr),
      issues: () => this.threads,
    };
  }

  #file(file: string): string {
    const text = this.files.get(file);
    if (text === undefined) throw new Error(`${file} is not there`);
    return text;
  }

  #entries(): ContextEntry[] {
    return [...this.files].map(([path, text]) => ({
      path,
      mode: 0o644,
      content: sha256(text),
      kind: 'file' as const,
    }));
  }
}

/** The image of kafka/app in these regions. */
function inputsOf(raw: Inputs, regions: readonly string[]): BuildPushInputs {
  const listed = regions.map((region) => `- { region: ${region}, repository: kafka/app }`).join('\n');
  return orThrow(
    readBuildPushInputs({ tags: 'v1', ...raw }, { source: parsed(null), listed: readRegistries(listed) }),
  );
}
