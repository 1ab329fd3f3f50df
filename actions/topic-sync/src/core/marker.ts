/**
 * What a comment of ours begins with, hidden. The environment is written without `-`, of which two would end an HTML
 * comment to some readers.
 */
const marker = (what: string, environment: string): string =>
  `<!-- kafka-fleet topic-sync ${what} ${JSON.stringify(encodeURIComponent(environment).replaceAll('-', '%2D'))} -->`;

export const commentMarker = (environment: string): string => marker('plan', environment);

export const driftMarker = (environment: string): string => marker('drift', environment);
