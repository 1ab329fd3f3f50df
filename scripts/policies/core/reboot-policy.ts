import { policyOf, type PolicyDocument, type Statement } from './policy-document.ts';
import type { PolicySettings } from './policy-settings.ts';
import { NEVER_DESTROY } from './never-destroy.ts';

/** The keys of the tags that a rolling reboot tells by what it does. */
const OWN_TAGS = 'rolling-reboot:*';
const TAGGING = ['ec2:CreateTags', 'ec2:DeleteTags'];

const OWN_TAGS_ALONE: readonly Statement[] = [
  {
    Sid: 'NoOtherTags',
    Effect: 'Deny',
    Action: TAGGING,
    Resource: ['*'],
    Condition: { 'ForAnyValue:StringNotLike': { 'aws:TagKeys': OWN_TAGS } },
  },
  {
    Sid: 'NotAllTags',
    Effect: 'Deny',
    Action: TAGGING,
    Resource: ['*'],
    Condition: { Null: { 'aws:TagKeys': 'true' } },
  },
];

/**
 * Sees all instances, as EC2 cannot show some only; restarts and marks those of its cluster. To tag is to choose what
 * the role may reach, so every tag but its own is denied, and so is a DeleteTags without keys, which removes them all.
 */
export function rebootPolicy({ partition, account, region, cluster }: PolicySettings): PolicyDocument {
  const instances = {
    Resource: [`arn:${partition}:ec2:${region}:${account}:instance/*`],
    Condition: { StringEquals: { 'aws:ResourceTag/kafka-cluster': cluster } },
  };
  return policyOf([
    {
      Sid: 'SeeInstances',
      Effect: 'Allow',
      Action: [
        'ec2:DescribeInstanceStatus',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeInstances',
        'ec2:DescribeSpotInstanceRequests',
      ],
      Resource: ['*'],
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    {
      Sid: 'RestartTheCluster',
      Effect: 'Allow',
      Action: [
        'ec2:DescribeInstanceAttribute',
        'ec2:RebootInstances',
        'ec2:StartInstances',
        'ec2:StopInstances',
      ],
      ...instances,
    },
    { Sid: 'MarkTheCluster', Effect: 'Allow', Action: TAGGING, ...instances },
    ...OWN_TAGS_ALONE,
    NEVER_DESTROY,
  ]);
}
