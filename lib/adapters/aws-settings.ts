/** Temporary or lasting credentials, in the shape that every client of the AWS SDK takes. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** The client asks again when this is near. */
  readonly expiration?: Date;
}

/** What each AWS client needs; without credentials the SDK's default chain is used (environment, IRSA, instance profile). */
export interface AwsSettings {
  readonly region: string;
  readonly credentials?: () => Promise<AwsCredentials>;
}
