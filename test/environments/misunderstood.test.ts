import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { describeProblem } from '../../lib/core/problem.ts';
import { misunderstood } from '../../scripts/environments/misunderstood.ts';

const HEAD = 'apiVersion: kafka-fleet/v1\nkind: Environment\nmetadata: { name: dev }\n';

test('a value that only an action can judge is told at its line, and what a secret gives is not missed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'misunderstood-'));
  try {
    await mkdir(path.join(folder, 'environments'));
    const text = `${HEAD}spec:\n  reboot: { window: Tuesday }\n  topics: { throttle: fast }\n`;
    await writeFile(path.join(folder, 'environments/dev.yaml'), text);
    const problems = (await misunderstood(['dev'], folder)).map(describeProblem);
    expect(problems).toEqual([
      expect.stringMatching(/^environments\/dev\.yaml:5:21: window: "Tuesday" is not allowed\./),
      expect.stringMatching(/^environments\/dev\.yaml:6:23: throttle: "fast" is not allowed\./),
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
