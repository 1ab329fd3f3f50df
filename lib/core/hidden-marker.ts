/**
 * What a comment or an issue of ours begins with, hidden: whose it is, what it tells and of which environment. That is
 * written without `-`, of which two would end an HTML comment to some readers.
 */
export const hiddenMarker = (action: string, what: string, environment: string): string =>
  `<!-- kafka-fleet ${action} ${what} ${JSON.stringify(encodeURIComponent(environment).replaceAll('-', '%2D'))} -->`;
