/** What npm compares with the machine before it fetches an optional package. */
export interface Platform {
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc?: readonly string[];
}

const SYSTEMS = 'aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32';
const NATIVE = new RegExp(`-(?<os>${SYSTEMS})-(?<cpu>[a-z0-9]+)(-(?<abi>[a-z]+))?$`);
const LIBC: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };

/** The platform in the name of a native package: `@swc/core-linux-arm64-gnu`. Undefined for any other name. */
export function platformOf(name: string): Platform | undefined {
  const { os, cpu, abi = '' } = NATIVE.exec(name)?.groups ?? {};
  if (os === undefined || cpu === undefined) return undefined;
  const libc = LIBC[abi];
  return { os: [os], cpu: [cpu], ...(os === 'linux' && libc !== undefined && { libc: [libc] }) };
}
