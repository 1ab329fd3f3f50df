/** What is a text to every reader of YAML without quotes. */
const PLAIN = /^[a-z][\w.-]*$/i;
const WORDS = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A text as one line of YAML, in quotes where it could be read as anything else. */
export function yamlText(text: string): string {
  if (PLAIN.test(text) && !WORDS.test(text)) return text;
  // JSON is YAML; what JSON leaves as it is and an editor would not show is escaped too.
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped);
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
