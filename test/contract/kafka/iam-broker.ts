import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { WireReader, WireWriter } from '../../../lib/adapters/kafka/wire.ts';
import type { KeyedCertificate } from '../../../lab/tls/authority.ts';
import { eachFrame } from './each-frame.ts';

interface Behaviour {
  readonly certificate: KeyedCertificate;
  /** Why it refuses a token, or nothing. */
  readonly refuses?: string;
  /** How long a login holds, in milliseconds. */
  readonly sessionMs?: number;
}

const METADATA = 3;
const SASL_HANDSHAKE = 17;
const API_VERSIONS = 18;
const SASL_AUTHENTICATE = 36;
const VERSIONS = [
  [METADATA, 9, 9],
  [SASL_HANDSHAKE, 0, 1],
  [API_VERSIONS, 0, 2],
  [SASL_AUTHENTICATE, 0, 1],
] as const;
const REFUSED = 58;
/** Ends the parts of a login; alone it says that a refusal was heard. */
const HEARD = '\u0001';
const BEARER = 'auth=Bearer '.length;

/** A broker that speaks as much as a login by OAUTHBEARER and one look at the cluster take, over TLS. */
export class IamBroker implements AsyncDisposable {
  /** What came in each login, in order. */
  readonly logins: string[] = [];
  /** The number of the connection of each of them. */
  readonly connections: number[] = [];
  readonly #server: tls.Server;
  readonly #behaviour: Behaviour;
  readonly #sockets = new Set<tls.TLSSocket>();

  private constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
    this.#server = tls.createServer({ ...behaviour.certificate }, (socket) => {
      this.#sockets.add(socket.on('error', () => undefined));
      this.#serve(socket, this.#sockets.size);
    });
  }

  static async start(behaviour: Behaviour): Promise<IamBroker> {
    const broker = new IamBroker(behaviour);
    await once(broker.#server.listen(0, '127.0.0.1'), 'listening');
    return broker;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The tokens of the logins. */
  get tokens(): string[] {
    return this.logins
      .filter((login) => login !== HEARD)
      .map((login) => login.split(HEARD)[1]?.slice(BEARER) ?? '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }

  #serve(socket: tls.TLSSocket, connection: number): void {
    eachFrame(socket, (frame) => {
      const before = this.logins.length;
      socket.write(this.#answer(new WireReader(frame, false)));
      if (this.logins.length > before) this.connections.push(connection);
    });
  }

  #answer(request: WireReader): Buffer {
    const [apiKey] = [request.int16(), request.int16()];
    const header = new WireWriter(false).int32(request.int32());
    request.nullableString(); // the client's id
    const body = Buffer.concat([header.bytes(), this.#body(apiKey, request)]);
    return Buffer.concat([new WireWriter(false).int32(body.length).bytes(), body]);
  }

  #body(apiKey: number, request: WireReader): Buffer {
    const writer = new WireWriter(apiKey === METADATA);
    if (apiKey === API_VERSIONS) {
      writer.int16(0).array(VERSIONS, (versions) => versions.map((number) => writer.int16(number)));
      writer.int32(0);
    }
    if (apiKey === SASL_HANDSHAKE)
      writer.int16(0).array(['AWS_MSK_IAM', 'OAUTHBEARER'], (name) => writer.string(name));
    if (apiKey === SASL_AUTHENTICATE) this.#authenticate(request, writer);
    if (apiKey === METADATA) this.#describe(writer);
    return writer.bytes();
  }

  /** As Kafka does: a refusal first comes as a text, and as an error when the client has heard it. */
  #authenticate(request: WireReader, writer: WireWriter): void {
    const login = readBytes(request).toString();
    const { refuses = '', sessionMs = 0 } = this.#behaviour;
    this.logins.push(login);
    const ends = login === HEARD;
    writer.int16(ends ? REFUSED : 0).string(ends ? refuses : null);
    const said = Buffer.from(ends ? '' : refuses);
    writer.int32(said.length).raw(said).int64(BigInt(sessionMs));
  }

  #describe(writer: WireWriter): void {
    writer.endStructure().int32(0);
    writer.array([1], (id) =>
      writer.int32(id).string('127.0.0.1').int32(this.port).string(null).endStructure(),
    );
    writer
      .string('iam-cluster')
      .int32(1)
      .array([], () => undefined)
      .int32(0)
      .endStructure();
  }
}

function readBytes(reader: WireReader): Buffer {
  return Buffer.from(Array.from({ length: reader.int32() }, () => reader.int8()));
}
