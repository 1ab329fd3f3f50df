import { setTimeout as sleep } from 'node:timers/promises';
import { ApiUnsupported } from '../../../lib/adapters/kafka/api.ts';
import type { ChangeResults } from '../../../lib/adapters/kafka/change-results.ts';
import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { describeCluster } from '../../../lib/adapters/kafka/describe-cluster.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { roundTrip } from '../../../lib/adapters/kafka/round-trip.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { type Answer, NO_ANSWER, type NotYet } from './core/judge-answers.ts';
import type { Step } from './core/step.ts';
import { observeEverywhere, observeTopics, surveyTopics } from './kafka-observation.ts';
import { readGroups } from './kafka-groups.ts';
import { readOffsets } from './kafka-offsets.ts';
import { kafkaReplicas } from './kafka-replicas.ts';
import { listTopics, mayDelete } from './kafka-deletions.ts';
import { hiddenTopics } from './kafka-hidden-topics.ts';
import { inBatches, sendDeletions, sendSteps, type StepResult } from './kafka-requests.ts';
import { readRestarts } from './kafka-restarts.ts';
import { retentionDefault } from './kafka-retention-default.ts';
import { topicDefaults } from './kafka-topic-defaults.ts';
import type { TopicCluster } from './ports.ts';

type Wait = (milliseconds: number) => Promise<unknown>;

interface Asking {
  readonly connection: KafkaConnection;
  readonly wait: Wait;
}

/** The topics of a real cluster. Nothing here reads the text of a message: Kafka's error codes say what happened. */
export function kafkaTopicCluster(
  connection: KafkaConnection,
  wait: Wait = sleep,
): TopicCluster & AsyncDisposable {
  let retention: Promise<string | null> | undefined;
  // Asked once a run, and only when a topic makes it necessary: it takes a request to every broker.
  const source = { connection, retentionDefault: () => (retention ??= retentionDefault(connection)) };
  return {
    async clusterId() {
      const { clusterId, errorCode } = await connection.send(describeCluster, {}, 'any');
      if (errorCode === 0) return clusterId;
      throw new WorldFailure(`The brokers do not describe the cluster: ${errorName(errorCode)}.`);
    },
    racks: async () => (await connection.refresh()).brokers.map(({ rack }) => rack),
    survey: (names, keeping) => surveyTopics(source, names, keeping),
    observe: (names) => observeTopics(source, names),
    observeEverywhere: (names) => observeEverywhere(source, names),
    defaults: () => topicDefaults(connection),
    validate: (steps) => validate({ connection, wait }, steps),
    ...kafkaReplicas(connection),
    list: () => listTopics(connection),
    hidden: (listed) => hiddenTopics(connection, listed),
    groups: () => readGroups(connection),
    offsets: (moments) => readOffsets(connection, moments),
    restarts: (stateTopic) => readRestarts(connection, stateTopic),
    execute: (steps) => execute(connection, steps),
    roundTrip: (topic, text) => roundTrip(connection, topic, text),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

async function validate(asking: Asking, steps: readonly Step[]): Promise<Answer[]> {
  const answers = new Map<Step, Answer>();
  const deletions = steps.filter((step) => step.kind === 'delete-topic');
  for (const [step, answer] of await mayDelete(asking.connection, deletions)) answers.set(step, answer);
  for (const batch of inBatches(steps.filter((step) => step.kind !== 'delete-topic'))) {
    const found = await check(asking, batch);
    batch.forEach((step, index) => answers.set(step, found[index] ?? NO_ANSWER));
  }
  return steps.map((step) => answers.get(step) ?? NO_ANSWER);
}

async function execute(connection: KafkaConnection, steps: readonly Step[]): Promise<(Answer | NotYet)[]> {
  const answers = new Map<Step, Answer | NotYet>();
  for (const batch of inBatches(steps)) {
    for (const [step, answer] of await make(connection, batch)) answers.set(step, answer);
  }
  return steps.map((step) => answers.get(step) ?? NO_ANSWER);
}

/** Who waits for a quota reads the topics again first, so nothing is asked for twice here. */
async function make(connection: KafkaConnection, steps: readonly Step[]): Promise<[Step, Answer | NotYet][]> {
  try {
    const sent = await answered(() => send(connection, steps, false));
    if ('kind' in sent) return steps.map((step) => [step, sent]);
    const { results } = sent;
    return steps.map((step) => {
      const answer = answerFor(step, results);
      if (answer.kind !== 'unclear' || !isPassing(step, results)) return [step, answer];
      return [step, { kind: 'not-yet', message: answer.message, afterMs: pauseAfter(sent) }];
    });
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    // The request may have arrived and been done: only reading the topics again can tell.
    const unclear: Answer = { kind: 'unclear', message: failure.message };
    return steps.map((step) => [step, unclear]);
  }
}

type Sent = ChangeResults<StepResult>;

/** Errors that say that nothing was done and that the same request may be done in a moment. */
const AGAIN = new Set(['NOT_CONTROLLER', 'THROTTLING_QUOTA_EXCEEDED']);
/** In a row, without that one more step was answered. */
const ATTEMPTS = 10;
const PAUSE_MS = 500;
/** What the controller asks for may be hours where one change takes far more than the quota. */
const LONGEST_PAUSE_MS = 60_000;

const pauseAfter = ({ throttleMs }: Sent): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(PAUSE_MS, throttleMs));

/** Checks steps of one kind. A moving controller is waited for, and a quota for as long as the controller says. */
async function check({ connection, wait }: Asking, steps: readonly Step[]): Promise<Answer[]> {
  const answers = new Map<Step, Answer>();
  let left = steps;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const sent = await answered(() => send(connection, left, true));
    if ('kind' in sent) return steps.map((step) => answers.get(step) ?? sent);
    for (const step of left) answers.set(step, answerFor(step, sent.results));
    const again = left.filter((step) => isPassing(step, sent.results));
    if (again.length < left.length) attempt = 1;
    if (again.length === 0 || attempt === ATTEMPTS) break;
    left = again;
    await wait(pauseAfter(sent));
  }
  return steps.map((step) => answers.get(step) ?? NO_ANSWER);
}

const isPassing = (step: Step, results: readonly StepResult[]): boolean =>
  results.some(({ name, errorCode }) => name === step.topic && AGAIN.has(errorName(errorCode)));

async function send(
  connection: KafkaConnection,
  steps: readonly Step[],
  validateOnly: boolean,
): Promise<Sent> {
  const deletions = steps.filter((step) => step.kind === 'delete-topic');
  if (deletions.length === 0) return sendSteps(connection, steps, validateOnly);
  if (validateOnly) throw new Error('a deletion cannot be validated by the brokers');
  return sendDeletions(connection, deletions);
}

/** A broker that lacks the API refuses the step; there is no older call that would do it safely. */
async function answered(send: () => Promise<Sent>): Promise<Sent | Answer> {
  try {
    return await send();
  } catch (failure) {
    if (failure instanceof ApiUnsupported) return { kind: 'refused', message: failure.message };
    throw failure;
  }
}

function answerFor(step: Step, results: readonly StepResult[]): Answer {
  const result = results.find(({ name }) => name === step.topic);
  if (result === undefined) return NO_ANSWER;
  const error = errorName(result.errorCode);
  const message =
    result.errorMessage === null ? error : `${error}: ${result.errorMessage.replace(/\.+$/, '')}`;
  switch (error) {
    case 'NONE':
      return { kind: 'accepted' };
    case 'TOPIC_AUTHORIZATION_FAILED':
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return { kind: 'unauthorised', needs: `${NEEDED[step.kind]} on Topic:${step.topic}` };
    case 'TOPIC_ALREADY_EXISTS':
    case 'REQUEST_TIMED_OUT':
    case 'NOT_CONTROLLER':
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'UNKNOWN_TOPIC_ID':
    case 'THROTTLING_QUOTA_EXCEEDED':
      return { kind: 'unclear', message };
    case 'TOPIC_DELETION_DISABLED':
      return { kind: 'refused', message: `${error}: delete.topic.enable is false on the controller` };
    default:
      return { kind: 'refused', message };
  }
}

const NEEDED: Readonly<Record<Step['kind'], string>> = {
  'create-topic': 'Create',
  'alter-config': 'AlterConfigs',
  'add-partitions': 'Alter',
  'delete-topic': 'Delete',
};
