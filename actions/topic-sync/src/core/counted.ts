/** `1 topic`, `2 topics`. */
export const counted = (number: number, noun: string): string =>
  `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
