import type { EcrApi } from '../../actions/build-push/src/ports.ts';
import type { RepositorySettings, SeenRepository } from '../../lib/core/ecr-repository.ts';
import type { ScanReading } from '../../lib/core/ecr-scan.ts';
import type { WorldCalls } from './world-calls.ts';

/** The scan of an image in which nothing was found. */
export const COMPLETE: ScanReading = {
  ...{ status: 'COMPLETE', description: '', findings: [] },
  ...{ completedAt: null, databaseAt: null },
};

/** ECR beside a registry: its repositories are there, and their images are clean, until a test says otherwise. */
export class FakeEcr implements EcrApi {
  readonly repositories = new Map<string, SeenRepository>();
  /** The next answers, the last one for ever; what is started is asked for here. */
  readings: ScanReading[] = [COMPLETE];
  /** Called before a scan is read. */
  onScan: () => void = () => undefined;
  onStart: () => boolean = () => true;
  readonly #host: string;
  readonly #calls: WorldCalls;

  constructor(host: string, calls: WorldCalls) {
    this.#host = host;
    this.#calls = calls;
  }

  repository(name: string): Promise<SeenRepository | undefined> {
    return this.#calls.ask(`${this.#host} repository ${name}`, () => this.repositories.get(name));
  }

  create(name: string, settings: RepositorySettings): Promise<'created' | 'was-there'> {
    return this.#calls.change(`${this.#host} create ${name}`, () => {
      this.repositories.set(name, seenOf(settings));
      return 'created';
    });
  }

  setTagMutability(name: string, settings: RepositorySettings): Promise<void> {
    return this.#set(name, 'mutability', seenOf(settings));
  }

  setScanOnPush(name: string, scanOnPush: boolean): Promise<void> {
    return this.#set(name, 'scan on push', { scanOnPush });
  }

  setLifecyclePolicy(name: string, lifecyclePolicy: string): Promise<void> {
    return this.#set(name, 'lifecycle', { lifecyclePolicy });
  }

  scan(name: string, digest: string): Promise<ScanReading> {
    return this.#calls.ask(`${this.#host} scan ${name}@${digest}`, () => {
      this.onScan();
      const [first = COMPLETE, ...rest] = this.readings;
      if (rest.length > 0) this.readings = rest;
      return first;
    });
  }

  startScan(name: string, digest: string): Promise<boolean> {
    return this.#calls.change(`${this.#host} start scan ${name}@${digest}`, () => this.onStart());
  }

  login(): Promise<{ username: string; password: string; endpoint: string }> {
    return this.#calls.ask(`${this.#host} login`, () => ({
      username: 'AWS',
      password: 'open-sesame',
      endpoint: `https://${this.#host}`,
    }));
  }

  #set(name: string, what: string, change: Partial<SeenRepository>): Promise<void> {
    return this.#calls.change(`${this.#host} ${what} ${name}`, () => {
      const before = this.repositories.get(name);
      if (before !== undefined) this.repositories.set(name, { ...before, ...change });
    });
  }
}

/** As ECR tells a repository that was made so. */
export const seenOf = (settings: RepositorySettings): SeenRepository => ({
  tagMutability:
    settings.tagMutability === 'MUTABLE' || settings.mutableTags.length === 0
      ? settings.tagMutability
      : 'IMMUTABLE_WITH_EXCLUSION',
  mutableTags: settings.tagMutability === 'MUTABLE' ? [] : settings.mutableTags,
  scanOnPush: settings.scanOnPush,
  kmsKey: settings.kmsKey,
  lifecyclePolicy: settings.lifecyclePolicy,
});
