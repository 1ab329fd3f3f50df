import { EC2Client } from '@aws-sdk/client-ec2';
import { ROOT_KEY } from '../../lab/aws/account.ts';
import type { Lab } from '../../lab/lab.ts';

/** A client of the lab's EC2 with the credentials of its root; dispose of it. */
export function ec2Of({ env }: Lab): { readonly ec2: EC2Client } & Disposable {
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_REGION: region = '' } = env;
  const ec2 = new EC2Client({ endpoint, region, credentials: { ...ROOT_KEY } });
  return {
    ec2,
    [Symbol.dispose]: () => {
      ec2.destroy();
    },
  };
}
