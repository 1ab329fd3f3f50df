// Bundles every service into services/<name>/dist, where its Dockerfile takes it from, or into a folder that is given.
import { globSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { bundleMains } from './bundle/bundle-mains.ts';
import { runCommand } from './run-command.ts';

const services = globSync('services/*/src/main.ts').map((main) =>
  path.basename(path.dirname(path.dirname(main))),
);
const into = process.argv[2];
const distOf = (service: string): string =>
  path.resolve(into === undefined ? `services/${service}/dist` : path.join(into, service));

await bundleMains(
  process.cwd(),
  services.map((service) => ({ program: `services/${service}`, dist: distOf(service) })),
  { checked: into === undefined },
);
for (const service of services) await refusesNoSettings(service);
console.log(`built: ${services.map(distOf).join(', ')}`);

/** A sound bundle loads, says as lines of JSON what it misses, and exits with 1. */
async function refusesNoSettings(service: string): Promise<void> {
  const command = [process.execPath, path.join(distOf(service), 'index.js')];
  const { code, output } = await runCommand(command, { cwd: distOf(service), env: {}, timeout: 60_000 });
  if (code === 1 && output.includes('"msg":"variable KAFKA_BOOTSTRAP_BROKERS: it is required')) return;
  throw new Error(`the bundle of ${service} may not even load (exit ${String(code)}):\n${output}`);
}
