import { formatSize } from '../../../../../lib/core/size.ts';
import type { ImageConfig } from '../../../../../lib/core/image-contents.ts';
import { baseNames, isLatest } from './base-names.ts';
import { judgeUser } from './judge-user.ts';
import { broken, type Finding, type HardeningRule, kept, type Subject, unknown } from './rule.ts';

const onConfig =
  (judge: (config: ImageConfig, subject: Subject) => Finding) =>
  (subject: Subject): Finding => {
    const { config, flaws } = subject.image;
    if (config !== null) return judge(config, subject);
    return unknown(`the config could not be read: ${flaws[0]?.because ?? 'nobody knows why'}`);
  };

const SHELL_PROGRAM = /(^|\/)((ba|da|a|k|z|c|tc)?sh|busybox|cmd|cmd\.exe|powershell|pwsh)$/i;

/** What starts the image: in shell form it is a shell with the command as one text. */
function judgeStart({ entrypoint, cmd }: ImageConfig): Finding {
  const start = JSON.stringify([...entrypoint, ...cmd]);
  if (entrypoint.length === 0) {
    const what = cmd.length === 0 ? 'nothing says what it starts' : 'CMD alone is replaced by any argument';
    return broken(`it has no ENTRYPOINT: ${what}`, [config(`starts ${start}`)]);
  }
  const through = [entrypoint, cmd].find(
    ([program, option]) => SHELL_PROGRAM.test(program ?? '') && /^(-\w*c|\/[cs])$/i.test(option ?? ''),
  );
  if (through === undefined) return kept(`it starts ${start}`);
  const which = through === entrypoint ? 'ENTRYPOINT' : 'CMD';
  return broken(`${which} is in shell form: ${JSON.stringify(through)}`, [config(`starts ${start}`)]);
}

const config = (what: string): { what: string; path: null; layer: null } => ({
  what,
  path: null,
  layer: null,
});

function judgeBase(subject: Subject): Finding {
  const bases = baseNames(subject);
  const latest = bases.filter(isLatest);
  if (latest.length > 0) return broken(`it is made from ${latest.join(', ')}`, latest.map(config));
  if (bases.length === 0) return unknown('neither its labels nor its provenance say what it is made from');
  return kept(`it is made from ${bases.join(', ')}`);
}

function judgeSize({ image, sizeBudget }: Subject): Finding {
  const bytes = image.layers.reduce((sum, { expandedSize }) => sum + expandedSize, 0);
  if (sizeBudget === null) return kept(`it has ${formatSize(bytes)} unpacked, and no budget`);
  const against = `${formatSize(bytes)} unpacked against a budget of ${formatSize(sizeBudget)}`;
  if (bytes > sizeBudget) return broken(against, image.layers.map(sizeOf));
  return image.layers.some(({ flaw }) => flaw !== undefined) ? unknown(`at least ${against}`) : kept(against);
}

const sizeOf = (
  { expandedSize }: { readonly expandedSize: number },
  layer: number,
): Finding['evidence'][0] => ({
  what: `takes ${formatSize(expandedSize)}`,
  path: null,
  layer,
});

/** `ADD https://...` of a history: what was there that day is in the image, and nobody can tell what it was. */
function judgeAdds({ history }: ImageConfig): Finding {
  const adds = history.filter((command) =>
    /^(\/bin\/sh -c #\(nop\) +)?ADD\s.*\b(https?|git|ftp):\/\//i.test(command),
  );
  if (adds.length === 0) return kept('its history has no ADD from the network');
  return broken(
    `${String(adds.length)} ADD from the network`,
    adds.map((each) => config(each.slice(0, 200))),
  );
}

/** Rules on what the config of an image says. */
export const CONFIG_RULES = {
  'numeric-user': {
    title: 'runs as a numeric user that is not root',
    why: 'Kubernetes can only see by a number that a user is not root, and root in a container is near to root.',
    judge: onConfig(({ user }, { files }) => judgeUser(user, files)),
  },
  'exec-entrypoint': {
    title: 'starts its program itself',
    why: 'A shell in between takes the signals: SIGTERM does not reach the program, which is then killed.',
    judge: onConfig(judgeStart),
  },
  'no-latest-base': {
    title: 'has no `latest` base',
    why: 'What latest is changes from day to day, so the image could not be built again.',
    judge: judgeBase,
  },
  'size-budget': {
    title: 'is within its size budget',
    why: 'Every node pulls all of it before the application starts.',
    judge: judgeSize,
  },
  'no-remote-add': {
    title: 'adds nothing from the network',
    why: 'ADD takes whatever the address gives that day, unseen by review.',
    judge: onConfig(judgeAdds),
  },
} as const satisfies Readonly<Record<string, HardeningRule>>;
