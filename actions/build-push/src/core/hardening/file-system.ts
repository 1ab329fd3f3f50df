import type { LayerContents, LayerEntry } from '../../../../../lib/core/image-contents.ts';
import { entryPath } from './entry-path.ts';
import type { FileNode } from './file-node.ts';
import { followPath } from './follow-path.ts';

export interface PlacedNode {
  /** `/usr/bin/node` */
  readonly path: string;
  readonly node: FileNode;
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * What the layers amount to, one on top of the other. Engines differ in odd corners (a whiteout beside the file that
 * it names, a folder below a link that leads round in a circle): there this one keeps the file, so that it is judged.
 *
 * 1. The whiteouts of a layer take away what lower layers have, before anything of the layer is added.
 * 2. Then its entries are added in their order; a later one replaces an earlier one, folders are joined.
 * 3. Links on the way to an entry are followed inside of the root.
 */
export class FileSystem {
  readonly root: FileNode = folder(0);

  constructor(layers: readonly LayerContents[]) {
    for (const [at, { entries }] of layers.entries()) {
      for (const entry of entries) this.#takeAway(entry);
      for (const entry of entries) this.#add(entry, at);
    }
  }

  /** What a path leads to, with all links followed; null when it leads nowhere. */
  resolve(path: string): FileNode | null {
    return followPath(this.root, path);
  }

  *all(): Generator<PlacedNode> {
    const open: PlacedNode[] = [{ path: '', node: this.root }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const [name, node] of next.node.children) {
        const placed = { path: `${next.path}/${name}`, node };
        yield placed;
        if (node.children.size > 0) open.push(placed);
      }
    }
  }

  #takeAway({ name }: LayerEntry): void {
    const { parts } = entryPath(name);
    const base = parts.at(-1) ?? '';
    if (!base.startsWith(WHITEOUT)) return;
    const parent = this.resolve(parts.slice(0, -1).join('/'));
    if (base === OPAQUE) parent?.children.clear();
    else parent?.children.delete(base.slice(WHITEOUT.length));
  }

  #add(entry: LayerEntry, layer: number): void {
    const { parts } = entryPath(entry.name);
    const base = parts.at(-1);
    if (base === undefined || base.startsWith(WHITEOUT)) return;
    const { children } = this.#folderFor(parts.slice(0, -1), layer);
    const node = this.#nodeOf(entry, layer);
    const before = children.get(base);
    const joined =
      node.type === 'directory' && before?.type === 'directory' ? before.children : node.children;
    children.set(base, { ...node, children: joined });
  }

  #nodeOf(entry: LayerEntry, layer: number): FileNode {
    const { type, mode, size, capabilities, target, text } = entry;
    if (type !== 'hard-link') {
      return { type, mode, size, capabilities, target, text, layer, children: new Map() };
    }
    const { parts } = entryPath(target ?? '');
    const parent = this.resolve(parts.slice(0, -1).join('/'));
    const linked = parent?.children.get(parts.at(-1) ?? '');
    const alone = { type: 'file' as const, mode, size, capabilities, target: null, text };
    // Never the children of what it names: a folder that is in itself would have no end.
    return { ...(linked ?? alone), layer, children: new Map() };
  }

  /** The folder that an entry goes into; what is missing on the way, or is no folder, becomes one. */
  #folderFor(parts: readonly string[], layer: number): FileNode {
    let at = this.root;
    for (const [index, part] of parts.entries()) {
      const found = at.children.get(part);
      const inside = found?.type === 'symlink' ? this.resolve(parts.slice(0, index + 1).join('/')) : found;
      if (inside?.type === 'directory') {
        at = inside;
      } else {
        const made = folder(layer);
        at.children.set(part, made);
        at = made;
      }
    }
    return at;
  }
}

function folder(layer: number): FileNode {
  const attributes = { mode: 0o755, size: 0, capabilities: false, target: null, text: null };
  return { type: 'directory', ...attributes, layer, children: new Map() };
}
