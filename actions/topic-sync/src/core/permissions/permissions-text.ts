import { code, escapeMarkdown, table } from '../../../../../lib/core/markdown.ts';
import type { Acl } from './acls.ts';
import type { IamPolicy } from './iam-policy.ts';
import type { Permissions, RolePermissions } from './permissions.ts';

const ROLES = ['plan', 'apply'] as const;

/** The permissions as lines of a log. */
export const permissionLines = (permissions: Permissions): string[] =>
  ROLES.flatMap((role) => {
    const { acls, iamPolicy } = permissions[role];
    const policy =
      iamPolicy === null ? [] : [`  IAM policy: ${JSON.stringify(iamPolicy)}`, ...tooLong(iamPolicy)];
    return [`The role that ${VERBS[role]} needs`, ...acls.map((acl) => `  ${describeAcl(acl)}`), ...policy];
  });

const VERBS = { plan: 'plans', apply: 'applies' } as const;

const describeAcl = ({ resource, name, pattern, operations }: Acl): string =>
  `${operations.join(', ')} on ${resource} ${name}${pattern === 'prefixed' ? ' (prefix)' : ''}`;

/** The permissions as the job summary. */
export function renderPermissions(permissions: Permissions, file: string): string {
  const sections = ROLES.flatMap((role) => renderRole(role, permissions[role]));
  const rest = `The same, with a \`kafka-acls.sh\` command for each line, is in ${code(file)}.`;
  const hidden =
    'A topic that is not named here is not seen by a plan; `drift` finds its name on the disks of the brokers.';
  return `${['## 🔑 topic-sync permissions', ...sections, rest, hidden].join('\n\n')}\n`;
}

/** GitHub drops a summary above 1 MiB. */
const MOST_ROWS = 1_000;

function renderRole(role: 'plan' | 'apply', { acls, iamPolicy }: RolePermissions): string[] {
  const rows = acls
    .slice(0, MOST_ROWS)
    .map(({ resource, name, pattern, operations, because }) =>
      [resource, name, pattern, operations.join(', '), because.join('; ')].map(escapeMarkdown),
    );
  const policy =
    iamPolicy === null || acls.length > MOST_ROWS
      ? []
      : [`\`\`\`json\n${JSON.stringify(iamPolicy, null, 2)}\n\`\`\``, ...tooLong(iamPolicy)];
  const more = acls.length > MOST_ROWS ? [`… and ${String(acls.length - MOST_ROWS)} more.`] : [];
  const head = ['Resource', 'Name', 'Pattern', 'Operations', 'Because'];
  return [`### The role that ${VERBS[role]}`, table(head, rows), ...more, ...policy];
}

/** Characters without blanks; AWS refuses a longer managed policy. */
const LONGEST_POLICY = 6_144;

function tooLong(policy: IamPolicy): string[] {
  const length = JSON.stringify(policy).length;
  if (length <= LONGEST_POLICY) return [];
  return [
    `It has ${String(length)} characters, and a managed policy may have ${String(LONGEST_POLICY)}: give \`include\` with a prefix, such as orders.*, for a statement that names that.`,
  ];
}
