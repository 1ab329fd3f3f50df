import { IAM, type SaslMechanism } from '../../core/kafka-security.ts';

/** The brokers' name for a mechanism of the inputs. */
export const mechanismOnTheWire = (mechanism: SaslMechanism): string =>
  mechanism === IAM ? 'OAUTHBEARER' : mechanism.toUpperCase();

export function describeUnknownMechanism(
  mechanism: SaslMechanism | undefined,
  offered: readonly string[],
): string {
  const ours = mechanism === undefined ? 'this login' : mechanismOnTheWire(mechanism);
  const theirs = offered.length === 0 ? 'no other' : offered.join(', ');
  const fix = 'Set sasl-mechanism to one that it offers, or enable ours on the brokers';
  return `the listener does not know ${ours}; it offers ${theirs}. ${fix} (sasl.enabled.mechanisms).`;
}

/** `reason` is what the broker said. */
export function describeRefusedLogin(mechanism: SaslMechanism | undefined, reason: string): string {
  const advice = mechanism === IAM ? CHECK_ROLE : CHECK_PASSWORD;
  return `the broker refused the login (${reason.replace(/\.+$/, '')}). ${advice}`;
}

const CHECK_PASSWORD =
  'Check sasl-username and sasl-password, and that the brokers have this user for this sasl-mechanism.';
const CHECK_ROLE =
  'Check that the role may kafka-cluster:Connect to this cluster, that aws-region is the region of the cluster, and ' +
  'the clock of this machine.';
