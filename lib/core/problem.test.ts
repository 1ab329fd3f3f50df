import { expect, test } from '@jest/globals';
import { describeProblem, orThrow, parsed, problemAt, ProblemsFound, refused } from './problem.ts';

const place = { file: 'topics/posts.yaml', line: 12, column: 5 };
const problem = problemAt(place, 'it is wrong', 'Mend it.');

test('a problem says where, what and what to do next', () => {
  expect(describeProblem(problem)).toBe('topics/posts.yaml:12:5: it is wrong. Mend it.');
  expect(problem.place).toBe(place);
});

test('a parsed value is handed out', () => {
  expect(orThrow(parsed(0))).toBe(0);
});

test('problems are thrown together, as the one exception that carries them', () => {
  const act = (): unknown => orThrow(refused([problem, { where: 'there', what: 'too', fix: 'Go.' }]));
  expect(act).toThrow(new ProblemsFound([problem, { where: 'there', what: 'too', fix: 'Go.' }]));
  expect(act).toThrow('topics/posts.yaml:12:5: it is wrong. Mend it.\nthere: too. Go.');
});

test('the exception keeps its cause', () => {
  const cause = new Error('deep');
  expect(new ProblemsFound([problem], { cause })).toMatchObject({
    name: 'ProblemsFound',
    problems: [problem],
    cause,
  });
});
