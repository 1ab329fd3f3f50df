import type { BuildRequest, Engine, ProbedImage } from '../../actions/build-push/src/ports.ts';
import type { Probe } from '../../actions/build-push/src/core/image-facts.ts';
import type { LocalImage } from '../../actions/build-push/src/push-image.ts';
import type { LayoutContents } from '../../lib/core/image-contents.ts';
import { image } from '../builders/image-contents.ts';
import { builtImage, builtIndex, localImage } from '../builders/oci-image.ts';
import type { WorldCalls } from './world-calls.ts';

interface Layout {
  readonly local: LocalImage;
  readonly contents: LayoutContents;
}

/** Builds small images for linux/amd64; as with BuildKit's provenance, each build of the same content is another one. */
export class FakeEngine implements Engine {
  readonly builds: BuildRequest[] = [];
  readonly probed: ProbedImage[] = [];
  /** Two builds of the same content are the same image. */
  isReproducible = false;
  /** How the next images do when they are started. */
  outcome: Probe['outcome'] = 'passed';
  /** Why no image can be started here. */
  cannot: string | undefined;
  /** What the next images hold. */
  holds: Parameters<typeof image>[0] = {};
  readonly #calls: WorldCalls;
  readonly #layouts = new Map<string, Layout>();
  readonly #byDigest = new Map<string, Layout>();

  constructor(calls: WorldCalls) {
    this.#calls = calls;
  }

  build(request: BuildRequest): Promise<void> {
    return this.#calls.ask('build', () => {
      this.builds.push(request);
      this.#keep(request.into, this.isReproducible ? 'same' : `build ${String(this.builds.length)}`);
    });
  }

  cannotStart(): Promise<string | undefined> {
    return this.#calls.ask('can start', () => this.cannot);
  }

  probe(probed: ProbedImage): Promise<Probe> {
    return this.#calls.ask('probe', () => {
      this.probed.push(probed);
      return { platform: probed.platform, outcome: this.outcome, because: 'the test says so' };
    });
  }

  /** What was built into a folder, or pulled into it. */
  layoutIn(folder: string): Layout {
    const found = this.#layouts.get(folder);
    if (found === undefined) throw new Error(`nothing was written to ${folder}`);
    return found;
  }

  /** An image that was built before comes back from a registry. */
  pull(folder: string, root: string): void {
    const layout = this.#byDigest.get(root);
    if (layout === undefined) throw new Error(`${root} was not built here`);
    this.#layouts.set(folder, layout);
  }

  #keep(folder: string, content: string): void {
    const built = builtImage(content);
    const root = builtIndex([built]);
    const [config, layer] = built.blobs;
    if (config === undefined || layer === undefined) throw new Error('it has both');
    const held = image({ digest: built.manifest.descriptor.digest, ...this.holds });
    const layout = {
      local: localImage(root, [built]),
      contents: {
        roots: [root.descriptor.digest],
        images: [held],
        attestations: [],
        flaws: [],
      },
    };
    this.#layouts.set(folder, layout);
    this.#byDigest.set(root.descriptor.digest, layout);
  }
}
