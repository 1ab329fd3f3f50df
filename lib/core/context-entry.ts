/** One file, link or folder that a build sees. */
export interface ContextEntry {
  /** Relative to the context, with `/`. */
  readonly path: string;
  /** The permission bits, which reach the image. */
  readonly mode: number;
  /** SHA-256 of a file's bytes, what a link points to; empty for a folder. */
  readonly content: string;
  readonly kind: 'file' | 'link' | 'folder';
}
