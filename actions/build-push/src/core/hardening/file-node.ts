import type { EntryType } from '../../../../../lib/core/image-contents.ts';

/** A file, folder or link as a container would see it. */
export interface FileNode {
  readonly type: Exclude<EntryType, 'hard-link'>;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly size: number;
  readonly capabilities: boolean;
  /** Of a symbolic link. */
  readonly target: string | null;
  readonly text: string | null;
  /** The layer that it comes from, counted from 0. */
  readonly layer: number;
  readonly children: Map<string, FileNode>;
}
