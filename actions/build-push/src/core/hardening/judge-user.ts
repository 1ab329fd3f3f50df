import type { FileSystem } from './file-system.ts';
import { broken, type Finding, kept } from './rule.ts';

/** The greatest user id that engines take. */
const MOST = 2_147_483_647;

/** USER as it stands in the config: of the last stage, or of its base when it has none of its own. */
export function judgeUser(user: string, files: FileSystem): Finding {
  const because = faultOf(user) ?? nameOfRoot(user, files);
  if (because === undefined) return kept(`USER ${user}`);
  return broken(because, [{ what: `runs as ${user || 'root'}`, path: null, layer: null }]);
}

function faultOf(user: string): string | undefined {
  if (user === '') return 'it has no USER, so it runs as root';
  const [, id, group] = /^(\d+)(?::(.*))?$/.exec(user) ?? [];
  if (id === undefined) return `USER ${user} is a name: only the image knows whether it is root`;
  if (Number(id) === 0) return `USER ${user} is root`;
  if (Number(id) > MOST) return `USER ${user} is beyond the user ids that engines take`;
  if (group === undefined || /^\d+$/.test(group)) return undefined;
  return `USER ${user} has a group by its name: only the image knows whether it is root's`;
}

/** Engines look for the text of USER among the names first, so a user called 65532 can be root. */
function nameOfRoot(user: string, files: FileSystem): string | undefined {
  const [id] = user.split(':');
  const users = files.resolve('etc/passwd')?.text ?? '';
  const isRoot = users.split('\n').some((line) => {
    const [name, , number] = line.split(':');
    return name === id && Number(number) === 0;
  });
  return isRoot ? `USER ${user} is the name of a user with the id 0 in /etc/passwd` : undefined;
}
