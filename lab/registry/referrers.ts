import { createHash } from 'node:crypto';

/** A manifest as it was put. */
export interface PutManifest {
  readonly repository: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

interface Manifest {
  readonly subject?: { readonly digest?: string };
  readonly artifactType?: string;
  readonly config?: { readonly mediaType?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const INDEX = 'application/vnd.oci.image.index.v1+json';

/** What refers to an image (OCI 1.1), which ECR tells and the registry of Debian does not. */
export class Referrers {
  readonly #bySubject = new Map<string, Map<string, object>>();

  /** Remembers a manifest that has a subject, and gives the subject's digest. */
  note({ repository, mediaType, body }: PutManifest): string | undefined {
    const manifest = JSON.parse(body.toString()) as Manifest;
    const subject = manifest.subject?.digest;
    if (subject === undefined) return undefined;
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
    const { annotations } = manifest;
    const known = this.#of(repository, subject);
    known.set(digest, { mediaType, digest, size: body.length, artifactType, annotations });
    return subject;
  }

  /** The image index that lists them, maybe those of one type alone. */
  list(repository: string, subject: string, artifactType: string | null): string {
    const all = [...this.#of(repository, subject).values()] as { readonly artifactType?: string }[];
    const manifests = all.filter((each) => artifactType === null || each.artifactType === artifactType);
    return JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests });
  }

  #of(repository: string, subject: string): Map<string, object> {
    const key = `${repository} ${subject}`;
    const known = this.#bySubject.get(key) ?? new Map<string, object>();
    this.#bySubject.set(key, known);
    return known;
  }
}
