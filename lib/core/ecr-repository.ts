/** How a repository of ECR is to be set up. */
export interface RepositorySettings {
  readonly tagMutability: 'IMMUTABLE' | 'MUTABLE';
  /** Patterns of tags that may move in an immutable repository (ECR's exclusion filters). */
  readonly mutableTags: readonly string[];
  readonly scanOnPush: boolean;
  /** null: AES-256 with keys of ECR. It can only be said when a repository is created. */
  readonly kmsKey: string | null;
  /** JSON as ECR takes it; null: it is nobody's business here. */
  readonly lifecyclePolicy: string | null;
  /** Given when the repository is created. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How it is set up. */
export interface SeenRepository {
  /** IMMUTABLE, MUTABLE, or either of them WITH_EXCLUSION. */
  readonly tagMutability: string;
  readonly mutableTags: readonly string[];
  readonly scanOnPush: boolean;
  readonly kmsKey: string | null;
  readonly lifecyclePolicy: string | null;
}
