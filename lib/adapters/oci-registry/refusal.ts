import { isJsonObject, parseJsonObject } from '../../core/json-object.ts';
import { RegistryFailure, type RegistryFailureKind } from '../../core/registry-failure.ts';
import { type Answer, describeQuestion } from './answer.ts';
import { PassingFailure } from './passing-failure.ts';

const ANSWER_BYTES = 64 * 1_024;
const MESSAGE_LENGTH = 300;

/** The codes of the specification: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes */
const KIND_OF_CODE = new Map<string, RegistryFailureKind>([
  ['UNAUTHORIZED', 'unauthorized'],
  ['DENIED', 'denied'],
  ['NAME_UNKNOWN', 'name-unknown'],
  ['DIGEST_INVALID', 'digest-mismatch'],
  ['TOOMANYREQUESTS', 'too-many-requests'],
  // Amazon ECR: "tag invalid: The image tag '…' already exists … and cannot be overwritten because the repository is
  // immutable." (moby/buildkit#3776, osscontainertools/kaniko#204); the specification has no code for it.
  ['TAG_INVALID', 'tag-immutable'],
  // The name of the same in Amazon's own API, which gateways in front of it pass on (moto answers the second).
  ['ImageTagAlreadyExistsException', 'tag-immutable'],
  ['ImageAlreadyExistsException', 'tag-immutable'],
  ['TAG_IMMUTABLE', 'tag-immutable'],
]);

const FIX: Readonly<Record<RegistryFailureKind, string>> = {
  unauthorized: 'Check the login: the role and the account for Amazon ECR, else the user and the password.',
  denied:
    'Give the role the permissions of this action for this repository; one of another account has to let it in by a policy.',
  'name-unknown': 'Create the repository, or set create-repository.',
  'tag-immutable': 'Nothing was overwritten: use another tag.',
  'digest-mismatch': 'Run again; if it stays, the storage of one of the two sides is damaged.',
  'too-many-requests': 'Run again later.',
  unreachable: 'Run again later: what is there already is not sent again.',
  cancelled: 'Run again: what is there already is not sent again.',
  refused: 'See what the registry says.',
};

/** What an answer that was not hoped for means. It takes the body. */
export async function refusalOf(answer: Answer): Promise<RegistryFailure> {
  const said = await errorIn(answer);
  const kind = kindOf(answer, said?.code);
  const words = [String(answer.status), said?.code, said?.message && `(${said.message})`];
  const what = `${describeQuestion(answer.question)}: ${words.filter(Boolean).join(' ')}`;
  return kind === 'too-many-requests' || kind === 'unreachable'
    ? new PassingFailure(kind, what, { retryAfter: retryAfter(answer) })
    : new RegistryFailure(kind, `${what}. ${FIX[kind]}`);
}

interface Said {
  readonly code: string;
  readonly message: string;
}

/** The first error of the body; answers to HEAD have none, and what stands in front of a registry writes what it likes. */
async function errorIn(answer: Answer): Promise<Said | undefined> {
  const bytes = await answer.bytes(ANSWER_BYTES).catch(() => new Uint8Array());
  const errors = parseJsonObject(Buffer.from(bytes).toString('utf8'))?.['errors'];
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (!isJsonObject(first) || typeof first['code'] !== 'string') return undefined;
  return { code: plain(first['code']), message: plain(first['message']) };
}

/** A registry's words go into logs and annotations: on one line, and not for ever. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').slice(0, MESSAGE_LENGTH) : '';

function kindOf({ status, question }: Answer, code: string | undefined): RegistryFailureKind {
  if (status === 429) return 'too-many-requests';
  if (status >= 500) return 'unreachable';
  const named = KIND_OF_CODE.get(code ?? '');
  if (named !== undefined) return named;
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'denied';
    // Quay and others answer 409, Harbor 412 with a code of its own (goharbor/harbor#9427).
    case 409:
    case 412:
      return question.method === 'PUT' ? 'tag-immutable' : 'refused';
    default:
      return 'refused';
  }
}

/** Milliseconds; a date is not read, because the two clocks may differ by more than the wait. */
function retryAfter(answer: Answer): number | undefined {
  const text = answer.header('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : undefined;
}
