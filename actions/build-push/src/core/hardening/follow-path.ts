import type { FileNode } from './file-node.ts';

/** As many links as Linux follows in one path. */
const HOPS = 40;
/** Parts of names in one path with all its links: a path that is made to be walked for ever leads nowhere. */
const STEPS = 4_096;

/** What a path leads to, with all links followed inside of the root; null when it leads nowhere. */
export function followPath(root: FileNode, path: string): FileNode | null {
  const walk = new Walk(root, path);
  for (let steps = 0; steps < STEPS; steps += 1) {
    const part = walk.left.pop();
    if (part === undefined) return walk.at;
    if (!walk.step(part)) return null;
  }
  return null;
}

class Walk {
  /** From the root to where we are, so that `..` leads back. */
  readonly #way: FileNode[] = [];
  /** The last one is next. */
  readonly left: string[];
  #hops = HOPS;
  at: FileNode;

  constructor(root: FileNode, path: string) {
    this.at = root;
    this.left = path.split('/').toReversed();
  }

  /** Goes one part on; false when there is no way. */
  step(part: string): boolean {
    if (part === '' || part === '.') return true;
    if (part === '..') this.at = this.#way.pop() ?? this.at;
    return part === '..' || this.#enter(this.at.children.get(part));
  }

  #enter(found: FileNode | undefined): boolean {
    if (found === undefined) return false;
    if (found.type === 'symlink') return this.#turn(found.target ?? '');
    this.#way.push(this.at);
    this.at = found;
    return true;
  }

  #turn(target: string): boolean {
    this.#hops -= 1;
    if (target.startsWith('/')) {
      this.at = this.#way[0] ?? this.at;
      this.#way.length = 0;
    }
    this.left.push(...target.split('/').toReversed());
    return this.#hops >= 0;
  }
}
