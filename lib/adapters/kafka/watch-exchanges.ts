/** What the broker said until now, as far as kafkajs's own errors do not keep it. */
export interface Heard {
  /** Answers of any kind: the first is to ApiVersions, which needs no login. */
  readonly answers: number;
  /** The mechanisms of the listener, once it was asked for one. */
  readonly offered: readonly string[];
  /** How the last request of a login failed. */
  readonly loginFailure: Error | undefined;
}

export const NOTHING_HEARD: Heard = { answers: 0, offered: [], loginFailure: undefined };

/** The private part of a connection of kafkajs that is used here. */
export interface Sender {
  send: (exchange: Exchange) => Promise<unknown>;
}

interface Exchange {
  readonly request: { readonly apiKey: number };
  readonly response: { readonly decode: (raw: unknown) => Promise<unknown> };
}

const SASL_HANDSHAKE = 17;
const SASL_AUTHENTICATE = 36;

/**
 * Notices what goes over a connection: kafkajs turns whatever happens in a login into one error with a text, and
 * drops the mechanisms that the broker offers.
 */
export function watchExchanges(connection: Sender, notice: (heard: (before: Heard) => Heard) => void): void {
  const send = connection.send.bind(connection);
  connection.send = async (exchange) => {
    const decode = async (raw: unknown): Promise<unknown> => {
      const decoded = await exchange.response.decode(raw);
      notice((heard) => ({ ...heard, answers: heard.answers + 1, ...offeredIn(exchange, decoded) }));
      return decoded;
    };
    try {
      return await send({ ...exchange, response: { ...exchange.response, decode } });
    } catch (failure) {
      const { apiKey } = exchange.request;
      if (apiKey === SASL_AUTHENTICATE && failure instanceof Error) {
        notice((heard) => ({ ...heard, loginFailure: failure }));
      }
      throw failure;
    }
  };
}

function offeredIn({ request }: Exchange, decoded: unknown): Partial<Heard> {
  if (request.apiKey !== SASL_HANDSHAKE) return {};
  const { enabledMechanisms = [] } = decoded as { readonly enabledMechanisms?: readonly string[] };
  return { offered: enabledMechanisms };
}
