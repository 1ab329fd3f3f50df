import type { ScanHit } from '../../../../../lib/core/byte-scanner.ts';
import type { ImageConfig, LayerEntry } from '../../../../../lib/core/image-contents.ts';
import { pathOf } from './entry-path.ts';
import { onLayers } from './on-layers.ts';
import { type Evidence, type Finding, type HardeningRule, type Subject, unknown } from './rule.ts';

/** Files that exist to hold a secret, by their paths. */
const SECRET_FILE =
  /\/(id_(rsa|dsa|ecdsa|ed25519)|\.git-credentials|\.netrc|\.pgpass|\.htpasswd)$|\/\.aws\/credentials$|\/\.docker\/config\.json$|\/\.kube\/config$/;

/** Names of variables that say of themselves that they hold a secret; `..._FILE` and the like only say where it is. */
const SECRET_NAME =
  /(^|[._-])(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** What stands for a value that is given later. */
const NO_VALUE = /^(["']?)(|\$.*|<.*>|\/.*|true|false|null|none|changeme)\1$/i;

const inConfig = (what: string): Evidence => ({ what, path: null, layer: null });

const describe = ({ pattern, offset, encoding }: ScanHit): string =>
  `${pattern}${encoding === 'base64' ? ' in base64' : ''} at byte ${String(offset)}`;

/** Every layer counts: what a later one deletes can still be taken out of the image. */
function inLayers({ image, files }: Subject): Evidence[] {
  return image.layers.flatMap(({ entries }, layer) =>
    entries.flatMap((entry) => {
      const path = pathOf(entry);
      const gone = files.resolve(path) === null ? ', in a file that a later layer deletes' : '';
      return secretsOf(entry, path).map((what) => ({ what: `holds ${what}${gone}`, path, layer }));
    }),
  );
}

function secretsOf({ type, size, hits }: LayerEntry, path: string): string[] {
  if (hits.length > 0) return hits.map(describe);
  return type === 'file' && size > 0 && SECRET_FILE.test(path) ? ['credentials, by its name'] : [];
}

function inText(subject: Subject, text: string, where: string): Evidence[] {
  const scan = subject.scanner.scan();
  scan.write(new TextEncoder().encode(text));
  return scan.end().map((hit) => inConfig(`${where} holds ${describe(hit)}`));
}

function inVariable(subject: Subject, variable: string, where: string): Evidence[] {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(variable) ?? [];
  const found = inText(subject, variable, `${where} ${name}`);
  if (found.length > 0 || !SECRET_NAME.test(name) || NO_VALUE.test(value)) return found;
  return [inConfig(`${where} ${name} has a value, and is named like a secret`)];
}

/**
 * Whatever a command gives a name to: `RUN |1 NPM_TOKEN=... /bin/sh -c ...` (a build argument), `ENV DB_PASSWORD=...`,
 * `login --password=...`. It stays in the history for ever.
 */
function inCommand(subject: Subject, command: string, at: number): Evidence[] {
  const where = `history ${String(at)}`;
  const given = [...command.matchAll(/(?:^|[\s;&(]|--)([A-Za-z][\w.-]*=(?:"[^"]*"|'[^']*'|[^\s;&]+))/g)];
  const found = given.flatMap(([, variable = '']) => inVariable(subject, variable, `${where}:`));
  return found.length > 0 ? found : inText(subject, command, where);
}

function inConfigOf(subject: Subject, { env, labels, history, hits }: ImageConfig): Evidence[] {
  const pairs = [...Object.entries(labels), ...Object.entries(subject.image.annotations)];
  const named = [
    ...env.flatMap((variable) => inVariable(subject, variable, 'ENV')),
    ...pairs.flatMap(([name, value]) => inVariable(subject, `${name}=${value}`, 'label')),
    ...history.flatMap((command, at) => inCommand(subject, command, at)),
  ];
  return named.length > 0 ? named : hits.map((hit) => inConfig(`the config holds ${describe(hit)}`));
}

/** The rule on secrets, wherever they lie. */
export const SECRET_RULES = {
  'no-secrets': {
    title: 'holds no secrets',
    why: 'Whoever can pull the image has them, also those that a later layer deletes: replace them, then mount them.',
    judge: (subject): Finding => {
      const { image } = subject;
      const found = [
        ...(image.config === null ? [] : inConfigOf(subject, image.config)),
        ...inLayers(subject),
      ];
      const finding = onLayers(image, found, 'none was found in its layers and its config');
      if (finding.state !== 'kept' || image.config !== null) return finding;
      return unknown('the config could not be read');
    },
  },
} as const satisfies Readonly<Record<string, HardeningRule>>;
