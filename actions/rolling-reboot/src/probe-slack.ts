import type { SlackAccess } from '../../../lib/adapters/slack-access.ts';
import type { SlackTarget } from '../../../lib/adapters/slack.ts';
import { allowed, notProbed, type Permission, type Probed, refused, unknown } from './core/permission.ts';

/** Nothing is posted: a token can be asked what it may do, a webhook cannot. */
export async function probeSlack(
  target: SlackTarget,
  ask: (token: string) => Promise<SlackAccess>,
): Promise<Permission[]> {
  const row = (permission: string, probed: Probed, fix: string): Permission => ({
    permission,
    neededFor: 'tell how the cycle goes',
    probed,
    fix,
  });
  switch (target.kind) {
    case 'none':
      return [];
    case 'webhook': {
      const found = 'a webhook can only be tried by posting to it';
      return [row('Slack: incoming webhook', notProbed(found), 'Nothing, if it posted before.')];
    }
    case 'channel':
      return [
        row(
          'Slack: chat:write',
          judge(await ask(target.token)),
          `Give the bot the scope chat:write, and invite it to ${target.channel}.`,
        ),
      ];
  }
}

function judge(access: SlackAccess): Probed {
  if (access.kind !== 'known')
    return access.kind === 'refused' ? refused(access.reason) : unknown(access.reason);
  if (access.scopes === undefined) return unknown('Slack does not say what the token may do');
  if (!access.scopes.includes('chat:write')) return refused(`the token has ${access.scopes.join(', ')} only`);
  return allowed('whether the bot is in the channel is not asked');
}
