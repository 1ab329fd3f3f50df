import type { SaslMechanism } from '../../core/kafka-security.ts';

/** The names that the inputs and the brokers have for a mechanism. */
export const mechanismOnTheWire = (mechanism: SaslMechanism): string => mechanism.toUpperCase();

export function describeUnknownMechanism(
  mechanism: SaslMechanism | undefined,
  offered: readonly string[],
): string {
  const ours = mechanism === undefined ? 'this login' : mechanismOnTheWire(mechanism);
  const theirs = offered.length === 0 ? 'no other' : offered.join(', ');
  return `the listener does not know ${ours}; it offers ${theirs}. Set sasl-mechanism to one that it offers, or enable ours on the brokers (sasl.enabled.mechanisms).`;
}

/** `reason` is what the broker said. */
export function describeRefusedLogin(_mechanism: SaslMechanism | undefined, reason: string): string {
  return `the broker refused the login (${reason.replace(/\.+$/, '')}). Check sasl-username and sasl-password, and that the brokers have this user for this sasl-mechanism.`;
}
