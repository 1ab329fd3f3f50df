/** What a layer holds at a path, such as `etc/passwd`: always root's, and from the beginning of time. */
export type ImageFile =
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly bytes: Buffer }
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number; readonly owner?: number }
  | { readonly kind: 'link'; readonly path: string; readonly to: string };
