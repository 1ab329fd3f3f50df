import { parseDigest, parseTag } from '../../../lib/core/image-reference.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { ImageFacts } from './core/image-facts.ts';
import { type ScanReport, vulnerabilityOf } from './core/scan-report.ts';
import type { VulnerabilityFinding } from './core/vulnerabilities/finding.ts';
import { compareFindings } from './core/vulnerabilities/compare-findings.ts';
import { judgeVulnerabilities } from './core/vulnerabilities/judge-vulnerabilities.ts';
import type { VulnerabilityPolicy } from './core/vulnerabilities/vulnerability-policy.ts';
import type { Place } from './places.ts';
import { graphAt } from './read-image-graph.ts';
import type { ScannedPlace } from './rescan.ts';
import { awaitScan } from './scan-image.ts';
import { type Session, step, warn } from './session.ts';

interface Court {
  readonly policy: VulnerabilityPolicy;
  readonly session: Session;
}

/**
 * Waits for the scan of every platform in the first registry that has one, and judges what it found. What ECR refuses
 * to tell is not known: the image is pushed by now, and the run has to say what became of it.
 */
export async function judgeScanOf(
  facts: ImageFacts,
  places: readonly Place[],
  court: Court,
): Promise<ScanReport> {
  try {
    return await judged(facts, places, court);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return told('unknown', failure.message);
  }
}

async function judged(
  { contents }: ImageFacts,
  places: readonly Place[],
  { policy, session }: Court,
): Promise<ScanReport> {
  const { gates } = session.inputs;
  if (gates.scan === 'off') return told('off', 'scan is off');
  const place = places.find((each): each is ScannedPlace => each.ecr !== null);
  if (place === undefined)
    return told('unknown', 'no registry here scans images; give scan: off to go without');
  const findings: VulnerabilityFinding[] = [];
  for (const { digest, platform } of contents.images) {
    const heard = await step(session, `scan of ${platform}`, {
      act: () => awaitScan(place, digest, session),
      tell: ({ kind, because }) => `${kind}: ${because}`,
    });
    if (heard.kind !== 'settled') return told('unknown', `${platform}: ${heard.because}`);
    findings.push(...heard.findings.map(vulnerabilityOf));
  }
  const report = judgeVulnerabilities(findings, policy, session.ports.clock.now());
  for (const problem of report.warnings) warn(session, problem);
  const { because, verdicts } = report;
  const difference = await differenceOf(findings, place, session);
  return { outcome: report.passes ? 'passed' : 'failed', because, verdicts, difference };
}

const told = (outcome: 'off' | 'unknown', because: string): ScanReport => ({
  outcome,
  because,
  verdicts: [],
  difference: null,
});

/** It only informs, so what cannot be read is a warning. */
async function differenceOf(
  findings: readonly VulnerabilityFinding[],
  place: ScannedPlace,
  session: Session,
): Promise<ScanReport['difference']> {
  const { compareWith } = session.inputs.gates;
  if (compareWith === '') return null;
  try {
    const others = await findingsOf(compareWith, place);
    if (others !== undefined) return compareFindings(findings, others);
    warn(session, notCompared(compareWith, `${place.name} has no such image`));
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    warn(session, notCompared(compareWith, failure.message));
  }
  return null;
}

const notCompared = (what: string, because: string) => ({
  where: 'input compare-with',
  what: `the findings are not compared with ${what}: ${because}`,
  fix: 'Give an environment that an image was promoted to, or a digest.',
});

async function findingsOf(
  compareWith: string,
  place: ScannedPlace,
): Promise<VulnerabilityFinding[] | undefined> {
  const { registry, repository, ecr } = place;
  const reference = parseDigest(compareWith) ?? parseTag(`env-${compareWith}`);
  const root = reference === undefined ? undefined : await registry.head(repository, reference);
  if (root === undefined) return undefined;
  const { manifests } = await graphAt(place, root.digest);
  const images = manifests.filter(
    ({ manifest }) =>
      manifest.kind === 'image' && manifest.layers.every((layer) => !layer.mediaType.includes('in-toto')),
  );
  const readings = await Promise.all(images.map(({ descriptor }) => ecr.scan(repository, descriptor.digest)));
  return readings.flatMap((reading) => reading.findings.map(vulnerabilityOf));
}
