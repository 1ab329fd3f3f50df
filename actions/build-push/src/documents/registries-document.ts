import { z } from 'zod';
import { checkShape } from '../../../../lib/document-shape.ts';
import { readYaml } from '../../../../lib/adapters/yaml-document.ts';
import { parseRepositoryName } from '../../../../lib/core/image-reference.ts';
import { type Parsed, type Problem, parsed, refused } from '../../../../lib/core/problem.ts';
import { isMisnamed, registryOf } from '../core/registry-of.ts';
import { isEndpoint, type Target } from '../core/target.ts';

const registry = z
  .strictObject({
    repository: z.string().describe('a repository such as kafka/consumer'),
    region: z.string().min(1).optional().describe('a region such as eu-west-1'),
    account: z
      .string()
      .regex(/^\d{12}$/)
      .optional()
      .describe('an account of 12 digits, in quotes'),
    role: z
      .string()
      .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/)
      .optional()
      .describe('the ARN of a role'),
    endpoint: z.string().optional().describe('https://host, or http:// on this machine alone'),
  })
  .describe('repository, region, account, role and endpoint');

const registries = z.array(registry).min(1).describe('a list of registries');

/** The repositories that the input `registries` lists; none where it is empty. All mistakes are told together. */
export function readRegistries(text: string): Parsed<readonly Target[]> {
  if (text.trim() === '') return parsed([]);
  const where = 'input registries';
  const read = readDocument(where, text, registries);
  if (!read.ok) return read;
  const targets = read.value.map((each) => targetOf(where, each));
  const wrong = targets.flatMap((target) => (target.ok ? [] : target.problems));
  return wrong.length > 0
    ? refused(wrong)
    : parsed(targets.flatMap((target) => (target.ok ? [target.value] : [])));
}

/** The repository that the input `source` names as `registries` does; null where it is empty. */
export function readSource(text: string): Parsed<Target | null> {
  if (text.trim() === '') return parsed(null);
  const where = 'input source';
  const read = readDocument(where, text, registry);
  return read.ok ? targetOf(where, read.value) : read;
}

function readDocument<T>(where: string, text: string, shape: z.ZodType<T>): Parsed<T> {
  const { documents, problems } = readYaml(where, text);
  const [source] = documents;
  const inInput = (problem: Problem): Problem => withoutPlace(where, problem);
  if (problems.length > 0 || source === undefined) return refused(problems.map(inInput));
  const read = checkShape(shape, source);
  return read.ok ? read : refused(read.problems.map(inInput));
}

/** An input is no file, so that an annotation has no line to be at; the text says it. */
const withoutPlace = (where: string, { what, fix, place }: Problem): Problem => ({
  where,
  what: place === undefined ? what : `line ${String(place.line)}: ${what}`,
  fix,
});

function targetOf(where: string, given: z.infer<typeof registry>): Parsed<Target> {
  const { region, account, role, endpoint } = given;
  const wrong = (what: string, fix: string): Parsed<Target> => refused([{ where, what, fix }]);
  const repository = parseRepositoryName(given.repository);
  if (repository === undefined)
    return wrong(`${given.repository} is no name of a repository`, 'Give one such as kafka/consumer.');
  if (endpoint !== undefined && !isEndpoint(endpoint))
    return wrong(`${endpoint} is no endpoint`, 'Give https://host.');
  const found = registryOf({ region, account, role, endpoint });
  return isMisnamed(found)
    ? wrong(`${repository}: ${found.what}`, found.fix)
    : parsed({ repository, registry: found });
}
