import type { DockerfileText, Instruction, Setting } from '../../../../lib/core/dockerfile.ts';
import type { Problem } from '../../../../lib/core/problem.ts';
import { problemAt } from '../../../../lib/core/problem.ts';
import { type BuildArgs, hasTarget, lastOf, usedStages, type UsedStage } from './read-stages.ts';

export interface LintFinding {
  readonly rule: string;
  readonly problem: Problem;
}

interface Linted {
  readonly file: string;
  readonly target: string;
  readonly buildArgs: BuildArgs;
}

/** What is wrong with a Dockerfile before anything is built, each at its line. */
export function lintDockerfile(text: DockerfileText, linted: Linted): LintFinding[] {
  const { file, target, buildArgs } = linted;
  if (!hasTarget(text, target)) return [noTarget(text, linted)];
  const used = usedStages(text, target, buildArgs);
  const report = reporter(file);
  return [
    ...used.flatMap((each) => lintBase(each, report)),
    ...used.flatMap(({ stage }) => stage.instructions.flatMap((each) => lintInstruction(each, report))),
    ...text.globals.flatMap((each) => secretName('ARG', each, report)),
    ...lintEntrypoint(lastOf(used, 'ENTRYPOINT') ?? lastOf(used, 'CMD'), report),
  ];
}

type Report = (rule: string, line: number, words: Words) => LintFinding;

interface Words {
  readonly what: string;
  readonly fix: string;
}

const reporter =
  (file: string): Report =>
  (rule, line, { what, fix }) => ({ rule, problem: problemAt({ file, line, column: 1 }, what, fix) });

function noTarget({ stages }: DockerfileText, { file, target }: Linted): LintFinding {
  const names = stages.flatMap(({ name }) => name ?? []).join(', ');
  const words =
    target === ''
      ? { what: 'it has no FROM', fix: 'Write the stages of an image.' }
      : {
          what: `it has no stage ${target}`,
          fix: `Give target one of ${names === '' ? 'its stages' : names}.`,
        };
  return reporter(file)('target', 1, words);
}

const PINNED = /@sha256:[\da-f]{64}$/;

function lintBase({ stage, base, isImage }: UsedStage, report: Report): LintFinding[] {
  if (!isImage) return [];
  const rule = 'base-pinned';
  if (base === undefined)
    return [
      report(rule, stage.line, {
        what: `the base ${stage.base} has no value`,
        fix: 'Give it in build-args, by digest (crane digest <image> tells it).',
      }),
    ];
  if (PINNED.test(base)) return [];
  return [
    report(rule, stage.line, {
      what: `the base ${base} is not pinned by digest, so it may be another one tomorrow`,
      fix: `Write ${base.replace(/@.*$/, '')}@sha256:<digest> (crane digest ${base} tells it).`,
    }),
  ];
}

function lintInstruction(instruction: Instruction, report: Report): LintFinding[] {
  switch (instruction.keyword) {
    case 'ARG':
    case 'ENV':
      return instruction.settings.flatMap((setting) => secretName(instruction.keyword, setting, report));
    case 'ADD':
      return lintAdd(instruction, report);
    case 'RUN':
      return lintRun(instruction, report);
    default:
      return [];
  }
}

/** Words that name a secret, as parts of a name: GITHUB_TOKEN and dbPassword, and neither KEYSTORE_PATH nor TOKENIZER. */
const SECRET_WORDS = new Set([
  'password',
  'passwd',
  'secret',
  'token',
  'credential',
  'credentials',
  'apikey',
]);
const SECRET_PAIRS = ['api key', 'private key', 'access key', 'secret key', 'ssh key', 'signing key'];
/** What such a name may end with and be harmless: where a secret is, not what it is. */
const HARMLESS_ENDS = new Set([
  'file',
  'path',
  'url',
  'name',
  'location',
  'id',
  'endpoint',
  'dir',
  'type',
  'ttl',
]);

function secretName(keyword: string, { name, value, line }: Setting, report: Report): LintFinding[] {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\W]+/);
  const phrase = words.join(' ');
  const namesSecret =
    words.some((word) => SECRET_WORDS.has(word)) || SECRET_PAIRS.some((pair) => phrase.includes(pair));
  const isEmpty = keyword === 'ENV' && (value ?? '') === '';
  if (!namesSecret || isEmpty || HARMLESS_ENDS.has(words.at(-1) ?? '')) return [];
  return [
    report('no-secret-settings', line, {
      what: `${keyword} ${name} would leave a secret in the image's history`,
      fix: 'Mount it: RUN --mount=type=secret,id=..., and give secret-envs or secret-files.',
    }),
  ];
}

const REMOTE = /^(?:https?|git|ssh):\/\/|^git@/;

function lintAdd({ text, flags, line }: Instruction, report: Report): LintFinding[] {
  const isRemote = text.split(' ').some((source) => REMOTE.test(source));
  if (!isRemote || flags.some(({ name }) => name === 'checksum')) return [];
  return [
    report('add-checksum', line, {
      what: 'ADD fetches a file that nobody has checked',
      fix: 'Write ADD --checksum=sha256:<digest>.',
    }),
  ];
}

const PIPED_TO_SHELL = /\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+)?(?:ba|da|z)?sh\b/;

function lintRun({ text, line }: Instruction, report: Report): LintFinding[] {
  if (!PIPED_TO_SHELL.test(text)) return [];
  return [
    report('no-piped-shell', line, {
      what: 'RUN runs a script from the network that nobody has checked',
      fix: 'ADD it with --checksum, then run it.',
    }),
  ];
}

function lintEntrypoint(instruction: Instruction | undefined, report: Report): LintFinding[] {
  if (instruction?.exec !== null) return [];
  const { keyword, line } = instruction;
  return [
    report('exec-form', line, {
      what: `${keyword} is in shell form, so a shell gets the signals and the program does not`,
      fix: `Write ${keyword} ["program", "argument"].`,
    }),
  ];
}
