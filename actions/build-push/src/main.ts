import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { argv, env } from 'node:process';
import { watchCancellation } from '../../../lib/adapters/cancellation.ts';
import { codeVersion } from '../../../lib/adapters/code-version.ts';
import { dsseKey } from '../../../lib/adapters/dsse.ts';
import { useProxies } from '../../../lib/adapters/proxy.ts';
import { orThrow } from '../../../lib/core/problem.ts';
import { runAction } from '../../../lib/run-action.ts';
import { buildPush, maskSecrets } from './build-push.ts';
import { realPorts } from './real-ports.ts';

/** The same bundle is the main step and the post step; the main step leaves this behind. */
const FOLDER = 'folder';

await runAction(async (runner) => {
  const left = runner.savedState(FOLDER);
  if (left !== '') {
    await rm(left, { recursive: true, force: true });
    return;
  }
  const folder = await mkdtemp(path.join(env['RUNNER_TEMP'] ?? tmpdir(), 'build-push-'));
  runner.saveState(FOLDER, folder);
  maskSecrets(runner);
  useProxies();
  const pem = runner.input('attestation-key');
  const attestationKey = pem === '' ? undefined : orThrow(dsseKey(pem, 'input attestation-key'));
  const code = await codeVersion(argv[1] ?? '');
  using cancellation = watchCancellation();
  try {
    await buildPush(runner, realPorts(runner, { folder, attestationKey, code, signal: cancellation.signal }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
