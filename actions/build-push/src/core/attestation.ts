import { type Digest, hexOf, parseDigest } from '../../../../lib/core/image-reference.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from '../../../../lib/core/json-object.ts';

/** What this action says, signed, of an image that it built and proved. */
export interface BuildClaim {
  /** The image: an index, or the manifest of its one platform. */
  readonly digest: Digest;
  /** Over everything that can change the bytes; the tag `c-<hash>` carries it too, but anybody may write a tag. */
  readonly contentHash: string;
  readonly actionVersion: string;
  /** Where it ran: the workflow as the job's token names it, or a machine. */
  readonly builder: string;
  /** The run, as an address to look at. */
  readonly run: string;
  /** Of the blob that holds the facts, as it is stored. */
  readonly facts: Digest;
}

export const ATTESTATION_TYPE = 'application/vnd.kafka-fleet-actions.image-build.v1+json';
export const ENVELOPE_TYPE = 'application/vnd.dsse.envelope.v1+json';
export const FACTS_TYPE = 'application/vnd.kafka-fleet-actions.image-facts.v1+gzip';
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PREDICATE_TYPE = 'urn:kafka-fleet-actions:image-build:v1';

/** An in-toto statement. https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export function statementOf({ digest, facts, ...said }: BuildClaim): string {
  return JSON.stringify({
    _type: STATEMENT_TYPE,
    subject: [{ digest: { sha256: hexOf(digest) } }],
    predicateType: PREDICATE_TYPE,
    predicate: { ...said, facts: { sha256: hexOf(facts) } },
  });
}

/** Undefined: it is none of ours, or says not all of it. */
export function readStatement(text: string): BuildClaim | undefined {
  const statement = parseJsonObject(text);
  if (statement?.['_type'] !== STATEMENT_TYPE || statement['predicateType'] !== PREDICATE_TYPE)
    return undefined;
  const { subject, predicate } = statement;
  return isJsonObject(predicate) ? claimIn(onlyOf(subject), predicate) : undefined;
}

function claimIn(subject: JsonObject | undefined, predicate: JsonObject): BuildClaim | undefined {
  const digest = sha256In(subject?.['digest']);
  const facts = sha256In(predicate['facts']);
  const said = textsIn(predicate);
  return digest && facts && said && { digest, facts, ...said };
}

/** A claim about several images would be one about none in particular. */
function onlyOf(subjects: unknown): JsonObject | undefined {
  const listed: readonly unknown[] = Array.isArray(subjects) ? subjects : [];
  const [first] = listed;
  return listed.length === 1 && isJsonObject(first) ? first : undefined;
}

function sha256In(value: unknown): Digest | undefined {
  const hex = isJsonObject(value) ? value['sha256'] : undefined;
  return typeof hex === 'string' ? parseDigest(`sha256:${hex}`) : undefined;
}

type Texts = Pick<BuildClaim, 'contentHash' | 'actionVersion' | 'builder' | 'run'>;

function textsIn({ contentHash, actionVersion, builder, run }: JsonObject): Texts | undefined {
  const texts = [contentHash, actionVersion, builder, run];
  const [first, second, third, fourth] = texts.filter((text) => typeof text === 'string');
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    return undefined;
  return { contentHash: first, actionVersion: second, builder: third, run: fourth };
}

/** What an image has to be for a claim to count. */
export interface WantedImage {
  readonly digest: Digest;
  /** Undefined: whatever it was built of. */
  readonly contentHash?: string | undefined;
  /** Undefined: whichever run built it. */
  readonly run?: string | undefined;
}

/** Why a claim that is truly ours does not speak of this image; undefined when it does. */
export function disagreement(claim: BuildClaim, wanted: WantedImage): string | undefined {
  if (claim.digest !== wanted.digest) return `it is about another image, ${claim.digest}`;
  if (wanted.contentHash !== undefined && claim.contentHash !== wanted.contentHash)
    return `the image was built of something else, ${claim.contentHash.slice(0, 80)}`;
  if (wanted.run !== undefined && claim.run !== wanted.run)
    return `another run built it, ${claim.run.slice(0, 200)}`;
  return undefined;
}
