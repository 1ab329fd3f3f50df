import { listItems } from './config-value.ts';
import type { Effective } from './effective.ts';
import type { Consent, Risk } from './operation.ts';
import { isRetention, retentionLimit } from './retention-limit.ts';

export interface JudgedRisk {
  readonly risk: Risk;
  readonly because: string | null;
  /** What must be given for it; null for what is safe. */
  readonly consent: Consent | null;
}

const SAFE: JudgedRisk = { risk: 'safe', because: null, consent: null };

/**
 * What may be lost when one config changes, judged on the values in force before and after, inherited ones included.
 * A value that cannot be seen is taken for the worst one.
 */
export function configRisk(name: string, before: Effective, after: Effective): JudgedRisk {
  if (isRetention(name)) return retentionRisk(name, before, after);
  switch (name) {
    case 'cleanup.policy':
      return cleanupRisk(before(name), after(name));
    case 'min.insync.replicas':
      return inSyncRisk(before(name), after(name));
    case 'unclean.leader.election.enable':
      return electionRisk(before(name), after(name));
    case 'remote.storage.enable':
      return tieringRisk(before(name), after(name));
    default:
      return SAFE;
  }
}

function retentionRisk(name: string, before: Effective, after: Effective): JudgedRisk {
  const [old, now] = [retentionLimit(name, before), retentionLimit(name, after)];
  if (old === undefined || now === undefined) return dataLoss(`${name} cannot be seen before and after`);
  if (now === 'infinite' || (old !== 'infinite' && now >= old)) return SAFE;
  return dataLoss(
    `${name} in force goes down from ${String(old)} to ${String(now)}: older records are deleted`,
  );
}

function cleanupRisk(before: string | null, after: string | null): JudgedRisk {
  if (before === null || after === null) return dataLoss('cleanup.policy cannot be seen before and after');
  const old = new Set(listItems(before));
  const gained = listItems(after).filter((policy) => !old.has(policy));
  if (gained.length === 0) return SAFE;
  return dataLoss(`cleanup.policy gains ${gained.join(' and ')}: records that were kept are deleted`);
}

/** A record that was acknowledged with fewer copies is lost with fewer brokers. */
function inSyncRisk(before: string | null, after: string | null): JudgedRisk {
  const [old, now] = [Number(before ?? Number.NaN), Number(after ?? Number.NaN)];
  if (now >= old) return SAFE;
  if (Number.isNaN(old) || Number.isNaN(now)) {
    return dataLoss('min.insync.replicas cannot be seen before and after', 'weaken-durability');
  }
  const copies = `an acknowledged record may be on ${String(now)} instead of ${String(old)} brokers`;
  const because = `min.insync.replicas in force goes down from ${String(old)} to ${String(now)}: ${copies}`;
  return dataLoss(because, 'weaken-durability');
}

function electionRisk(before: string | null, after: string | null): JudgedRisk {
  const [old, now] = [before, after].map((text) => text?.trim().toLowerCase());
  if (now === 'false' || old === 'true') return SAFE;
  const because = 'a replica that is not in sync may become leader, and what it lacks is lost';
  return dataLoss(because, 'weaken-durability');
}

function tieringRisk(before: string | null, after: string | null): JudgedRisk {
  const [old, now] = [before, after].map((text) => text?.trim().toLowerCase());
  if (now === 'true' || old === 'false') return SAFE;
  return dataLoss('what is kept in remote storage is no longer read, or deleted');
}

const dataLoss = (because: string, consent: Consent = 'shrink-retention'): JudgedRisk => ({
  risk: 'data-loss',
  because,
  consent,
});
