import { platformOf, type Platform } from './platform-of.ts';

/** An entry of package-lock.json, as far as it matters here. */
export interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Missing extends Platform {
  readonly version: string;
  readonly dev?: boolean;
  readonly optional: true;
}

/** The native packages that some package names for a platform and the lockfile has no entry for, by their place. */
export function missingPackages(packages: Readonly<Record<string, Locked>>): Record<string, Missing> {
  const missing: Record<string, Missing> = {};
  for (const [parent, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      const found = [`${parent}/node_modules/${name}`, `node_modules/${name}`].some((at) => at in packages);
      if (found || platform === undefined || !/^\d/.test(version)) continue;
      missing[`node_modules/${name}`] = { version, ...(dev && { dev }), optional: true, ...platform };
    }
  }
  return missing;
}
