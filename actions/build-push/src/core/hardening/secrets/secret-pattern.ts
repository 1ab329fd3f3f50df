/** A kind of secret by what it looks like. */
export interface SecretPattern {
  readonly title: string;
  /** Texts of at least four characters, one of which stands where `match` begins. */
  readonly anchors: readonly string[];
  /** Sticky; its first group is the secret part, or all of it. */
  readonly match: RegExp;
  /** What the secret part has to be once it is decoded from base64. */
  readonly decoded?: RegExp;
}
