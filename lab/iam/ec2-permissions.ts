import { ACCOUNT } from '../aws/account.ts';
import type { AwsRequest } from '../aws/aws-request.ts';
import type { Permission } from './permission.ts';

/** The tags that a resource has at this moment. */
export type TagsOf = (resourceId: string) => Promise<Readonly<Record<string, string>>>;

/** Actions without resources: EC2 shows all instances or none. */
const ABOUT_ALL = new Set([
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeInstanceTypes',
  'DescribeSpotInstanceRequests',
  'DescribeTags',
]);

/** The parameter that names the instances that an action is about. */
const NAMED_BY: Readonly<Record<string, RegExp>> = {
  DescribeInstanceAttribute: /^InstanceId$/,
  ModifyInstanceAttribute: /^InstanceId$/,
  RebootInstances: /^InstanceId\.\d+$/,
  StartInstances: /^InstanceId\.\d+$/,
  StopInstances: /^InstanceId\.\d+$/,
  TerminateInstances: /^InstanceId\.\d+$/,
  CreateTags: /^ResourceId\.\d+$/,
  DeleteTags: /^ResourceId\.\d+$/,
};

/** What a call of EC2 needs; undefined for calls that are not known here. */
export async function ec2Permissions(
  { action, parameters, region }: AwsRequest,
  tagsOf: TagsOf,
): Promise<Permission[] | undefined> {
  const named = `ec2:${action}`;
  if (ABOUT_ALL.has(action)) return [{ action: named, resource: '*', context: {} }];
  const pattern = NAMED_BY[action];
  if (pattern === undefined) return undefined;
  const ids = [...parameters].filter(([name]) => pattern.test(name)).map(([, id]) => id);
  if (ids.length === 0 || !ids.every((id) => id.startsWith('i-'))) return undefined;
  return Promise.all(
    ids.map(async (id) => ({
      action: named,
      resource: `arn:aws:ec2:${region}:${ACCOUNT}:instance/${id}`,
      context: { ...resourceTags(await tagsOf(id)), ...requestTags(parameters) },
    })),
  );
}

const resourceTags = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ec2:ResourceTag/${key}`, value],
    ]),
  );

/** `Tag.1.Key=…&Tag.1.Value=…` */
function requestTags(parameters: URLSearchParams): Record<string, string | string[]> {
  const keys = [...parameters].flatMap(([name, key]) => {
    const [, index] = /^Tag\.(\d+)\.Key$/.exec(name) ?? [];
    return index === undefined ? [] : [{ key, value: parameters.get(`Tag.${index}.Value`) ?? '' }];
  });
  if (keys.length === 0) return {};
  const given = Object.fromEntries(keys.map(({ key, value }) => [`aws:RequestTag/${key}`, value]));
  return { 'aws:TagKeys': keys.map(({ key }) => key), ...given };
}
