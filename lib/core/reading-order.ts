/**
 * The text with the characters made visible that turn the order of those around them: by them a reviewer reads something
 * else than what is there (https://trojansource.codes).
 */
export const inReadingOrder = (text: string): string => text.replace(/\p{Bidi_Control}/gu, '\uFFFD');
