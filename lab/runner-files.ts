/** Reads a GITHUB_OUTPUT or GITHUB_STATE file: `name=value` lines and `name<<DELIMITER` blocks. */
export function readCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const block = readBlock(lines, index);
    const { name, value } = block ?? readLine(line);
    values[name] = value;
    index = block?.end ?? index;
  }
  return values;
}

function readBlock(lines: readonly string[], start: number) {
  const [, name, delimiter] = /^([^=]*?)<<(.+)$/.exec(lines[start] ?? '') ?? [];
  if (name === undefined || delimiter === undefined) return undefined;
  const end = lines.indexOf(delimiter, start + 1);
  if (end < 0) throw new Error(`the value of ${name} has no end: the line ${delimiter} is missing`);
  return { name, value: lines.slice(start + 1, end).join('\n'), end };
}

function readLine(line: string) {
  const equals = line.indexOf('=');
  if (equals < 1) throw new Error(`the line "${line}" is neither name=value nor name<<DELIMITER`);
  return { name: line.slice(0, equals), value: line.slice(equals + 1) };
}

/** `stop-timeout` as INPUT_STOP-TIMEOUT: dashes stay, spaces become underscores. */
export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  const variable = (name: string) => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [variable(name), value]));
}
