import type { Converter } from './foreign-topic.ts';
import { convertJikkou } from './jikkou.ts';
import { convertJulie } from './julie.ts';
import { convertKafkaGitops } from './kafka-gitops.ts';
import { convertStrimzi } from './strimzi.ts';
import { convertTopicctl } from './topicctl.ts';

/** The tools whose files are read. */
export const CONVERTERS = {
  strimzi: convertStrimzi,
  topicctl: convertTopicctl,
  'kafka-gitops': convertKafkaGitops,
  julie: convertJulie,
  jikkou: convertJikkou,
} as const satisfies Record<string, Converter>;

export type Format = keyof typeof CONVERTERS;
