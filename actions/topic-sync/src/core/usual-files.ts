import { type RawInputs, splitList } from '../../../../lib/core/read-inputs.ts';

export const DEFAULT_FILES: readonly string[] = ['topics/**/*.y?(a)ml'];

/** The files that an environment has, by what its own file gives: a single run may be given others. */
export function usualFiles({ files = '' }: RawInputs): readonly string[] {
  const given = splitList(files);
  return given.length === 0 ? DEFAULT_FILES : given;
}
