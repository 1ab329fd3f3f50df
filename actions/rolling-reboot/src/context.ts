import type { HostPort } from '../../../lib/core/host-port.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Setting, Settings } from './core/decision.ts';
import type { DiscoveryTags } from './core/discover.ts';
import { missingOf } from './core/missing.ts';
import type { InstanceId } from './core/node.ts';
import { NO_PROGRESS, type Progress } from './core/progress.ts';
import type { Diary } from './core/report.ts';
import type { FindingKind } from './core/preflight.ts';
import { SILENCE, type Narration } from './core/narrate.ts';
import type { Selection } from './core/select.ts';
import type { SlackContext } from './core/slack-text.ts';
import { noteWait, type Wait } from './core/waits.ts';
import type { Watch } from './core/watch.ts';
import type { Ports } from './ports.ts';

/** What a run is asked to do, read and checked. */
export interface RebootOrder {
  readonly dryRun: boolean;
  readonly tags: DiscoveryTags;
  readonly settings: Omit<Settings, 'beganAt' | 'endsAt'>;
  /** The servers of the ensemble; none in KRaft. */
  readonly zookeeper: readonly HostPort[];
  /** How long this run may last, in milliseconds. */
  readonly timeBudget: number;
  readonly selection: Selection;
  /** An open cycle is continued up to this age, in milliseconds. */
  readonly cycleMaxAge: number;
  /** Of a forecast; left out for as many as are worth their time. */
  readonly mostSimulations?: number;
  readonly electPreferredLeaders: boolean;
  /** Findings of the preflight that forbid no stop. */
  readonly accept: readonly FindingKind[];
  /** Names this run in the ledger and in the intent tags. */
  readonly run: string;
  readonly slack: SlackContext;
}

export interface Context {
  readonly order: RebootOrder;
  readonly setting: Setting;
  readonly ports: Ports;
}

/**
 * The one thing that changes while a run goes on. It is written before each call to the world, never after, so that
 * a call whose answer is lost still leaves a trace of what has to be restored.
 */
export interface Session {
  progress: Progress;
  diary: Diary;
  narration: Narration;
  watch: Watch;
  /** When every other run was known to be fenced, in milliseconds since the epoch; undefined before. */
  fencedAt: number | undefined;
  /** Which the last look showed as parked. */
  parked: ReadonlySet<InstanceId>;
  /** What Slack was told of in this run. */
  raised: ReadonlySet<string>;
}

export const newSession = (startedAt: number): Session => ({
  progress: NO_PROGRESS,
  diary: { startedAt, forecast: null, certificates: [], warnings: [], waits: [], pollingBrokers: [] },
  narration: SILENCE,
  watch: new Map(),
  fencedAt: undefined,
  parked: new Set(),
  raised: new Set(),
});

/** Tells the post step, before each stop, which instances may be down because of this run. */
export function rememberFlights({ progress }: Session, { ports, setting }: Context): void {
  ports.remember(progress.flights.map((flight) => missingOf(flight, setting.settings)));
}

/** Says a warning at once, and keeps it for the report. */
export function warn(session: Session, { ports }: Context, warning: string): void {
  ports.log.warning(warning);
  session.diary = { ...session.diary, warnings: [...session.diary.warnings, warning] };
}

/** Keeps for the report how long was waited. */
export function keepWait(session: Session, wait: Wait): void {
  session.diary = { ...session.diary, waits: noteWait(session.diary.waits, wait) };
}

/** Does what is good to have: when the world refuses there is a warning, and the cycle goes on. */
export async function attempt(session: Session, context: Context, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    warn(session, context, failure.message);
  }
}
