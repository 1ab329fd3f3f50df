/** What a service says while it runs: one line each, with facts beside the words. */
export interface Log {
  info(what: string, facts?: object): void;
  warn(what: string, facts?: object): void;
  error(what: string, facts?: object): void;
}
