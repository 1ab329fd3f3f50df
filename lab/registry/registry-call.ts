/** What a request to an OCI registry is for (distribution-spec, end-1 to end-13). */
export type RegistryCallKind =
  | 'ping'
  | 'blob-head'
  | 'blob-get'
  | 'upload-start'
  | 'upload-mount'
  | 'upload-chunk'
  | 'upload-end'
  | 'upload-status'
  | 'manifest-head'
  | 'manifest-get'
  | 'manifest-put'
  | 'tags'
  | 'referrers'
  | 'other';

export interface RegistryCall {
  readonly kind: RegistryCallKind;
  /** Empty for a ping. */
  readonly repository: string;
  /** The digest or tag, the number of an upload, or nothing. */
  readonly reference: string;
}

/** A call as it went: what was answered, and the bytes of the two bodies. */
export interface SeenCall extends RegistryCall {
  status: number | 'cut';
  sent: number;
  received: number;
}

const BY_METHOD: Readonly<Record<string, Readonly<Record<string, RegistryCallKind>>>> = {
  blobs: { HEAD: 'blob-head', GET: 'blob-get' },
  'blobs/uploads': {
    POST: 'upload-start',
    PATCH: 'upload-chunk',
    PUT: 'upload-end',
    GET: 'upload-status',
  },
  manifests: { HEAD: 'manifest-head', GET: 'manifest-get', PUT: 'manifest-put' },
  tags: { GET: 'tags' },
  referrers: { GET: 'referrers' },
};

/** A repository's name may hold slashes, so the path is read from its end. */
const PATH =
  /^\/v2\/(?<repository>.+)\/(?<part>blobs\/uploads|blobs|manifests|tags|referrers)\/(?<reference>[^/]*)$/;

type Parts = Readonly<Record<'repository' | 'part' | 'reference', string>>;

export function callOf(method: string, url: URL): RegistryCall {
  const parts = PATH.exec(url.pathname)?.groups as Parts | undefined;
  if (parts === undefined)
    return { kind: url.pathname === '/v2/' ? 'ping' : 'other', repository: '', reference: '' };
  const { repository, part, reference } = parts;
  const kind = BY_METHOD[part]?.[method] ?? 'other';
  const mounted = kind === 'upload-start' ? url.searchParams.get('mount') : null;
  if (mounted !== null) return { kind: 'upload-mount', repository, reference: mounted };
  return { kind, repository, reference };
}
