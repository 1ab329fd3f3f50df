/** A Java and the classes that it is to run. */
export interface JavaParts {
  /** Path of `java`. */
  readonly java: string;
  readonly classPath: string;
}

/** `quick` starts a broker soonest; `full` has it run as it does in production, after a minute or two of load. */
export type Compiler = 'quick' | 'full';

/** How a JVM of the lab is started: what is not asked for costs start-up time and memory. */
export interface JavaSetup extends JavaParts {
  readonly heapMegabytes: number;
  /** `quick` when it is left out. */
  readonly compiler?: Compiler;
  /** A shared class-data archive; it halves the start. */
  readonly archive?: string;
  /** Where the JVM writes such an archive when it ends. */
  readonly archiveAtExit?: string;
}

/** The flags that every JVM of the lab has; an archive can only be used with those it was made with. */
export function javaFlags(setup: JavaSetup): string[] {
  return [
    `-Xmx${String(setup.heapMegabytes)}m`,
    `-Xms${String(Math.min(64, setup.heapMegabytes))}m`,
    '-XX:+UseSerialGC',
    ...(setup.compiler === 'full' ? [] : ['-XX:TieredStopAtLevel=1']),
    '-Xshare:auto',
    // Nobody reads what it would write down twenty times a second.
    '-XX:-UsePerfData',
    ...archiveFlags(setup),
    '-Djava.awt.headless=true',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.log.kafka.server=info',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
    '-cp',
    setup.classPath,
  ];
}

function archiveFlags({ archive, archiveAtExit }: JavaSetup): string[] {
  if (archiveAtExit !== undefined) return [`-XX:ArchiveClassesAtExit=${archiveAtExit}`];
  return archive === undefined ? [] : [`-XX:SharedArchiveFile=${archive}`];
}
