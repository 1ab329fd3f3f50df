import type { Place } from '../../../../lib/core/problem.ts';

export const describePlace = ({ file, line, column }: Place): string =>
  `${file}:${String(line)}:${String(column)}`;
