/** Told in one line what takes time, so that nobody waits in the dark. */
export type Progress = (line: string) => void;
