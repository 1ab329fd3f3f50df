import type { Ancestry } from '../../../../lib/core/ancestry.ts';

export type Verdict =
  | { readonly kind: 'go'; readonly because: string }
  /** An approval that came late: what is newer must not be undone. */
  | { readonly kind: 'stale'; readonly because: string };

/** May a commit be deployed after another one? `last` was deployed to the environment before, or its deployment began. */
export function judgeCommit(last: string, ancestry: Ancestry): Verdict {
  switch (ancestry) {
    case 'same':
      return { kind: 'go', because: `${last} is deployed once more` };
    case 'earlier':
      return { kind: 'go', because: `it comes after ${last}, which was deployed before` };
    case 'not-earlier':
      return {
        kind: 'stale',
        because: `${last} was deployed since, and this commit does not come after it`,
      };
  }
}
