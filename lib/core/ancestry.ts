/** How a commit stands to the one that is checked out; `not-earlier` is a later one, or one of another branch. */
export type Ancestry = 'same' | 'earlier' | 'not-earlier';
