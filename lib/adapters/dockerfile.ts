import {
  type Arg,
  DockerfileParser,
  type From,
  type Instruction as ParsedInstruction,
  JSONInstruction,
  ModifiableInstruction,
  PropertyInstruction,
} from 'dockerfile-ast';
import type { DockerfileText, Instruction, Setting, Stage } from '../core/dockerfile.ts';

/** Reads a Dockerfile; it never fails: BuildKit says what is wrong with one that it cannot read. */
export function readDockerfile(text: string): DockerfileText {
  const parsed = DockerfileParser.parse(text);
  const globals = parsed.getInitialARGs().flatMap(argSettings);
  const stages: Stage[] = [];
  let current: Instruction[] = [];
  for (const instruction of parsed.getInstructions()) {
    if (isFrom(instruction)) {
      current = [];
      stages.push(stageOf(instruction, current));
    } else if (stages.length > 0) current.push(readInstruction(instruction));
  }
  return { syntax: syntaxOf(text), globals, stages };
}

/** A directive counts at the very beginning alone, before any other line. */
const syntaxOf = (text: string): string | undefined =>
  /^(?:#\s*\w+\s*=.*\n)*?#\s*syntax\s*=\s*(\S+)/i.exec(text)?.[1];

const isFrom = (instruction: ParsedInstruction): instruction is From => instruction.getKeyword() === 'FROM';

const lineOf = (instruction: ParsedInstruction): number => instruction.getRange().start.line + 1;

function stageOf(from: From, instructions: readonly Instruction[]): Stage {
  return {
    name: from.getBuildStage() ?? undefined,
    base: from.getImage() ?? '',
    line: lineOf(from),
    instructions,
  };
}

const argSettings = (arg: Arg): Setting[] => {
  const property = arg.getProperty();
  return property === null
    ? []
    : [{ name: property.getName(), value: property.getValue(), line: lineOf(arg) }];
};

function readInstruction(instruction: ParsedInstruction): Instruction {
  const keyword = instruction.getKeyword();
  return {
    keyword,
    text: textOf(instruction),
    flags: flagsOf(instruction),
    exec: execOf(instruction),
    settings: settingsOf(instruction),
    line: lineOf(instruction),
  };
}

const textOf = (instruction: ParsedInstruction): string =>
  instruction
    .getArguments()
    .map((argument) => argument.getValue())
    .join(' ');

const flagsOf = (instruction: ParsedInstruction): Setting[] =>
  instruction instanceof ModifiableInstruction
    ? instruction.getFlags().map((flag) => ({
        name: flag.getName(),
        value: flag.getValue(),
        line: flag.getRange().start.line + 1,
      }))
    : [];

/** A shell form has no opening bracket. */
const execOf = (instruction: ParsedInstruction): string[] | null =>
  instruction instanceof JSONInstruction && instruction.getOpeningBracket() !== null
    ? instruction.getJSONStrings().map((argument) => argument.getJSONValue())
    : null;

const settingsOf = (instruction: ParsedInstruction): Setting[] =>
  instruction instanceof PropertyInstruction
    ? instruction.getProperties().map((property) => ({
        name: property.getName(),
        value: property.getValue(),
        line: property.getRange().start.line + 1,
      }))
    : [];
