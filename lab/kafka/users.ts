interface User {
  readonly username: string;
  readonly password: string;
}

/** The users of the SASL listener; they are in the log since it was formatted. */
export const USERS = {
  /** May do everything. */
  operator: { username: 'operator', password: 'operators-secret' },
  /** May do what it was granted, and nothing before. */
  limited: { username: 'limited', password: 'limiteds-secret' },
} as const satisfies Record<string, User>;

/** As kafka.tools.StorageTool takes them. */
export const scramArguments = (): string[] =>
  Object.values(USERS).flatMap(({ username, password }) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${username},password=${password}]`,
  ]);
