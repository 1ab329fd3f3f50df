import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EC2Client, ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { type Lab, startLab } from '../../lab/lab.ts';
import { RebootBench } from './reboot-bench.ts';

const MINUTES = 60_000;

let lab: Lab;
let temp: string;
let bench: RebootBench;

beforeAll(async () => {
  lab = await startLab();
  temp = await mkdtemp(path.join(tmpdir(), 'preflight-'));
  bench = new RebootBench(lab, temp);
}, 10 * MINUTES);

afterAll(async () => {
  await lab.close();
  await rm(temp, { recursive: true, force: true });
});

test(
  'an instance that is protected against stops is named, and nothing is stopped',
  async () => {
    const protectedId = lab.nodes[1]?.instanceId;
    using client = disposable(lab);
    const request = { InstanceId: protectedId, DisableApiStop: { Value: true } };
    await client.ec2.send(new ModifyInstanceAttributeCommand(request));
    const outcome = await bench.run();
    expect(outcome.exitCode).toBe(1);
    expect(outcome.outputs['status']).toBe('halted');
    expect(outcome.log).toContain(
      `broker-2 (instance ${String(protectedId)}): its stop protection is on (disableApiStop)`,
    );
    expect(await bench.moves()).toEqual([]);
  },
  2 * MINUTES,
);

function disposable({ env }: Lab) {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = env;
  const credentials = {
    accessKeyId: AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '',
  };
  const ec2 = new EC2Client({ endpoint: endpoint ?? '', region: region ?? '', credentials });
  return {
    ec2,
    [Symbol.dispose]: () => {
      ec2.destroy();
    },
  };
}
