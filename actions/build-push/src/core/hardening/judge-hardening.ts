import type { ByteScanner } from '../../../../../lib/core/byte-scanner.ts';
import type { Flaw, ImageContents, LayoutContents } from '../../../../../lib/core/image-contents.ts';
import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import { excuse } from './excuse.ts';
import { FileSystem } from './file-system.ts';
import type { HardeningException, HardeningPolicy, Severity } from './hardening-policy.ts';
import { materialNames } from './material-names.ts';
import type { Evidence, Finding, Subject } from './rule.ts';
import { RULE_IDS, type RuleId, RULES } from './rules.ts';

/** By what images are judged. */
export interface HardeningCourt {
  readonly policy: HardeningPolicy;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The images that they were made from, as far as the build knows: `node:24@sha256:...`. */
  readonly bases: readonly string[];
  /** For the texts of the config; the same one that the layers were read with. */
  readonly scanner: ByteScanner;
}

export interface HardeningReport {
  readonly passes: boolean;
  readonly because: string;
  readonly images: readonly ImageVerdicts[];
  /** What hid an image from the rules: each of them fails the gate. */
  readonly flaws: readonly Flaw[];
  /** Exceptions that excuse nothing. */
  readonly warnings: readonly Problem[];
}

export interface ImageVerdicts {
  readonly digest: string;
  readonly platform: string;
  readonly verdicts: readonly Verdict[];
}

export interface Verdict {
  readonly rule: RuleId;
  readonly title: string;
  readonly why: string;
  /** unknown: it could not be seen, which is not a pass. */
  readonly verdict: 'pass' | 'fail' | 'warn' | 'off' | 'unknown';
  /** Whether it fails the gate. */
  readonly blocks: boolean;
  readonly because: string;
  /** The first of them. */
  readonly evidence: readonly Evidence[];
  /** How many more there are. */
  readonly more: number;
}

/** A table of a thousand files helps nobody. */
const SHOWN = 20;

/** Judges every image of a layout by every rule; what could not be seen does not pass. */
export function judgeHardening(layout: LayoutContents, court: HardeningCourt): HardeningReport {
  const used = new Set<HardeningException>();
  const images = layout.images.map((image) => judgeImage(image, layout, { ...court, used }));
  const { flaws } = layout;
  const warnings = court.policy.exceptions.filter((each) => !used.has(each)).map(unused);
  const because = reason(images, flaws);
  return { passes: because === undefined, because: because ?? 'every rule is kept', images, flaws, warnings };
}

function reason(images: readonly ImageVerdicts[], [flaw]: readonly Flaw[]): string | undefined {
  if (flaw !== undefined) return `a part of the image could not be judged: ${flaw.because}`;
  if (images.length === 0) return 'there is no image to judge';
  const blocking = images.flatMap(({ platform, verdicts }) =>
    verdicts.filter(({ blocks }) => blocks).map(({ rule, because }) => `${platform} ${rule}: ${because}`),
  );
  return blocking.length === 0 ? undefined : blocking.join('; ');
}

type Sitting = HardeningCourt & { readonly used: Set<HardeningException> };

function judgeImage(image: ImageContents, { attestations }: LayoutContents, court: Sitting): ImageVerdicts {
  const about = attestations.filter(({ subject }) => subject === image.digest);
  const { policy, scanner } = court;
  const subject = {
    image,
    files: new FileSystem(image.layers),
    sizeBudget: policy.sizeBudget,
    bases: [...court.bases, ...about.flatMap(({ materials }) => materialNames(materials))],
    scanner,
  };
  const { digest, platform } = image;
  return { digest, platform, verdicts: RULE_IDS.map((rule) => judgeRule(rule, subject, court)) };
}

function judgeRule(rule: RuleId, subject: Subject, court: Sitting): Verdict {
  const severity = court.policy.rules.get(rule) ?? 'fail';
  const { title, why, judge } = RULES[rule];
  if (severity === 'off') {
    const because = 'the policy turns it off';
    return { rule, title, why, verdict: 'off', blocks: false, because, evidence: [], more: 0 };
  }
  const { finding, used } = excuse(rule, judge(subject), court);
  for (const exception of used) court.used.add(exception);
  const verdict = verdictOf(finding, severity);
  const evidence = finding.evidence.slice(0, SHOWN);
  return {
    ...{ rule, title, why, verdict, because: finding.because, evidence },
    blocks: severity === 'fail' && verdict !== 'pass',
    more: finding.evidence.length - evidence.length,
  };
}

function verdictOf({ state }: Finding, severity: Severity): Verdict['verdict'] {
  switch (state) {
    case 'kept':
      return 'pass';
    case 'broken':
      return severity === 'warn' ? 'warn' : 'fail';
    case 'unknown':
      return 'unknown';
  }
}

const unused = ({ place, rule, path, owner, expires }: HardeningException): Problem =>
  problemAt(
    place,
    `the exception of ${owner} from ${rule}${path === null ? '' : ` for ${path}`} (until ${expires}) excuses nothing`,
    'Remove it.',
  );
