import type { AwsRequest } from '../aws/aws-request.ts';
import type { RegistryCall, RegistryCallKind } from '../registry/registry-call.ts';
import type { Permission } from './permission.ts';

interface EcrInput {
  readonly registryId?: string;
  readonly repositoryName?: string;
  readonly repositoryNames?: readonly string[];
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** What a call of the API of ECR needs; undefined for calls that are not known here. */
export function ecrPermissions(
  { action, region, http }: AwsRequest,
  account: string,
): Permission[] | undefined {
  if (action === 'GetAuthorizationToken') return [{ action: `ecr:${action}`, resource: '*', context: {} }];
  const input = JSON.parse(http.body) as EcrInput;
  const names = input.repositoryName === undefined ? input.repositoryNames : [input.repositoryName];
  if (names === undefined || names.length === 0) return undefined;
  const registry = { account: input.registryId ?? account, region };
  const context = requestTags(input);
  return names.flatMap((name) => {
    const resource = repositoryArn(registry, name);
    // Who creates with tags needs the right to tag, too.
    const tagging = action === 'CreateRepository' && Object.keys(context).length > 0 ? ['TagResource'] : [];
    return [action, ...tagging].map((each) => ({ action: `ecr:${each}`, resource, context }));
  });
}

function requestTags({ tags = [] }: EcrInput): Permission['context'] {
  if (tags.length === 0) return {};
  const given = Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]));
  return { 'aws:TagKeys': tags.map(({ Key }) => Key), ...given };
}

const repositoryArn = ({ account, region }: { account: string; region: string }, name: string): string =>
  `arn:aws:ecr:${region}:${account}:repository/${name}`;

/**
 * The action of IAM behind each call of the registry protocol. Amazon documents those of a push and a pull; that a list of
 * referrers is read with BatchGetImage is an assumption, and so is what a mount needs.
 */
const BEHIND: Readonly<Record<RegistryCallKind, string | undefined>> = {
  ping: undefined,
  'blob-head': 'BatchCheckLayerAvailability',
  'blob-get': 'GetDownloadUrlForLayer',
  'upload-start': 'InitiateLayerUpload',
  'upload-mount': 'InitiateLayerUpload',
  'upload-chunk': 'UploadLayerPart',
  'upload-end': 'CompleteLayerUpload',
  'upload-status': 'UploadLayerPart',
  'manifest-head': 'BatchGetImage',
  'manifest-get': 'BatchGetImage',
  'manifest-put': 'PutImage',
  tags: 'ListImages',
  referrers: 'BatchGetImage',
  // Nothing that could be allowed.
  other: 'UnknownCall',
};

/** What a call of the registry protocol needs; undefined for one that needs a login alone. */
export function registryPermission({ kind, repository }: RegistryCall, host: string): Permission | undefined {
  const action = BEHIND[kind];
  if (action === undefined) return undefined;
  const [account = '', , , region = ''] = host.split('.');
  return { action: `ecr:${action}`, resource: repositoryArn({ account, region }, repository), context: {} };
}
