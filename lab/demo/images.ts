import { generateKeyPairSync } from 'node:crypto';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY_FOLDER } from '../action-metadata.ts';
import { REGION } from '../aws/account.ts';
import { startEngine } from '../engine/engine.ts';
import { whyNoEngine } from '../engine/why-no-engine.ts';
import { imageContext, type ImageName } from '../image/image-context.ts';
import { pushLayout } from '../image/push-layout.ts';
import type { Lab } from '../lab.ts';
import { provideBaseImage } from '../provision/base-image.ts';
import { startRegistry } from '../registry/registry.ts';
import { type ActionOutcome, runAction } from '../runner.ts';
import type { ImageFacts } from './facts.ts';

const NAMES: readonly ImageName[] = ['consumer', 'producer'];
/** What the applications wait for; nobody is there while they are tried. */
const TRIED_WITH = [
  'KAFKA_BOOTSTRAP_BROKERS=127.0.0.1:1',
  'TOPIC=posts',
  'SOURCE=generate',
  'TOPICS=posts',
  'GROUP_ID=readers',
  'HISTORY_FOLDER=/history',
  'PORT=0',
].join('\n');

type Call = (inputs: Readonly<Record<string, string>>) => Promise<ActionOutcome>;

/** Builds, proves and pushes both applications, takes them again, and promotes them; or says why nothing can be built here. */
export async function buildImages(
  lab: Lab,
  say: (line: string) => void,
): Promise<readonly ImageFacts[] | string> {
  const because = await whyNoEngine();
  if (because !== undefined) return because;
  const base = await provideBaseImage(say);
  await using registry = await startRegistry({ progress: say });
  await using other = await startRegistry({ region: 'us-east-1' });
  await using engine = await startEngine({ registries: [registry.named], progress: say });
  await using context = await imageContext();
  await pushLayout(registry, 'base', base);
  const environment = path.join('environments', 'lab.yaml');
  await cp(path.join(REPOSITORY_FOLDER, environment), path.join(context.folder, environment));
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const call: Call = (inputs) =>
    runAction({
      action: 'build-push',
      workspace: context.folder,
      temp: path.join(lab.dir, 'runner-images'),
      env: { ...lab.env, ...engine.env },
      inputs: {
        'aws-region': REGION,
        'registry-endpoint': registry.url,
        'create-repository': 'true',
        'build-args': `BASE=${registry.named.host}/base@${base.digest}`,
        'attestation-key': key,
        'probe-env': TRIED_WITH,
        'probe-writable': '/history',
        ...inputs,
      },
    });
  const facts: ImageFacts[] = [];
  for (const name of NAMES) facts.push(await oneImage(name, { call, say, elsewhere: other.url }));
  return facts;
}

interface Chain {
  readonly call: Call;
  readonly say: (line: string) => void;
  /** The registry of the environment. */
  readonly elsewhere: string;
}

async function oneImage(name: ImageName, { call, say, elsewhere }: Chain): Promise<ImageFacts> {
  const repository = `kafka/${name}`;
  const tell = (what: string, { outputs, log }: ActionOutcome): ActionOutcome => {
    const size =
      outputs['size'] === undefined ? '' : `, ${String(Math.round(Number(outputs['size']) / 1e6))} MB`;
    say(`build-push: ${name} ${what}: ${outputs['status'] ?? 'failed'}${size}`);
    for (const line of log.split('\n').filter((each) => each.startsWith('::error'))) say(`  │ ${line}`);
    return { outputs, log, exitCode: 0, summary: '' };
  };
  const file = `services/${name}/Dockerfile`;
  const built = tell('is built', await call({ repository, file, tags: 'v1' }));
  const again = tell('is built again', await call({ repository, file, tags: 'v2' }));
  const digest = built.outputs['digest'] ?? '';
  const registries = `- { region: us-east-1, repository: ${repository}, endpoint: "${elsewhere}" }`;
  const promotion = { mode: 'promote', environment: 'lab', digest, repository, registries };
  const promoted = tell('is promoted', await call(promotion));
  const there = { mode: 'verify', digest, repository: '', 'registry-endpoint': '', registries };
  const verified = tell('is verified there', await call(there));
  const statusOf = ({ outputs }: ActionOutcome): string => outputs['status'] ?? 'failed';
  return {
    name,
    statuses: [built, again, promoted, verified].map(statusOf),
    digests: [built, again, promoted, verified].map(({ outputs }) => outputs['digest'] ?? ''),
  };
}
