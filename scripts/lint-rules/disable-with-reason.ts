import type { Rule } from 'eslint';

const DIRECTIVE = /^\s*eslint-disable(-next-line|-line)?(?<rest>.*)$/s;

/** A rule may be switched off only by name and with the reason behind ` -- `. */
export const disableWithReason: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { bare: 'Name the rule and say why: // eslint-disable-next-line rule-name -- the reason.' },
  },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const rest = DIRECTIVE.exec(comment.value)?.groups?.['rest'];
        if (rest === undefined || /^\s+\S+.* -- \S+/s.test(rest)) continue;
        if (comment.loc) context.report({ loc: comment.loc, messageId: 'bare' });
      }
    },
  }),
};
