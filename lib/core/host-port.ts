/** Where something listens; an IPv6 address comes without its brackets. */
export interface HostPort {
  readonly host: string;
  /** From 1 to 65535. */
  readonly port: number;
}

/** `broker-1.example.org:9092`, `10.0.0.1:9092` or `[fd00::1]:9092`; undefined when it is not written like that. */
export function parseHostPort(text: string): HostPort | undefined {
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

export const describeHostPort = ({ host, port }: HostPort): string =>
  host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;
