import path from 'node:path';
import type { Rule } from 'eslint';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names that say nothing about what is inside; `index` would be a barrel. */
const EMPTY_WORDS = new Set(
  'util utils helper helpers common misc manager managers service index stuff'.split(' '),
);

/** A file and its folders are in kebab-case and named for what is in them. */
export const fileName: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      shape: '"{{part}}" in {{file}} is not kebab-case. Rename it, as in topic-config.ts.',
      empty:
        '"{{part}}" in {{file}} does not say what is inside. Name the file for the one thing it exports.',
    },
  },
  create: (context) => ({
    Program(node) {
      const file = path.relative(context.cwd, context.filename).replaceAll('\\', '/');
      for (const part of partsOf(file)) {
        if (!KEBAB_CASE.test(part)) context.report({ node, messageId: 'shape', data: { part, file } });
        const empty = part.split('-').some((word) => EMPTY_WORDS.has(word));
        if (empty) context.report({ node, messageId: 'empty', data: { part, file } });
      }
    },
  }),
};

/** `lib/adapters/kafka/read-topics.test.ts` is lib, adapters, kafka, read-topics, test, ts. */
function partsOf(file: string): string[] {
  return file.split('/').flatMap((part) => part.replace(/^\./, '').split('.'));
}
