import { connect } from 'node:net';

/** What one broker answers about its cluster. */
export interface ClusterSeen {
  readonly brokerIds: readonly number[];
  readonly controllerId: number;
}

const METADATA = 3;
const VERSION = 6;

/** Asks one broker for the live brokers, without topics: Metadata v6, the oldest that 3.9 and 4.x both know. */
export async function probeMetadata(port: number, timeoutMs = 2000): Promise<ClusterSeen> {
  const answer = await exchange(port, request(), timeoutMs);
  return readAnswer(answer);
}

function request(): Buffer {
  const client = 'lab';
  const body = Buffer.alloc(2 + 2 + 4 + 2 + client.length + 4 + 1);
  body.writeInt16BE(METADATA, 0);
  body.writeInt16BE(VERSION, 2);
  body.writeInt32BE(1, 4); // correlation id
  body.writeInt16BE(client.length, 8);
  body.write(client, 10);
  // Then the topics (an empty array: none) and allow_auto_topic_creation (false): zeros both.
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

function exchange(port: number, message: Buffer, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(message));
    let received = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer from port ${String(port)}`)));
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error(`port ${String(port)} closed the connection`));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(received);
      socket.destroy();
    });
  });
}

function readAnswer(answer: Buffer): ClusterSeen {
  let offset = 12; // size, correlation id, throttle time
  const int32 = () => answer.readInt32BE((offset += 4) - 4);
  const skipText = () => {
    const length = answer.readInt16BE(offset);
    offset += 2 + Math.max(0, length);
  };
  const brokerIds = Array.from({ length: int32() }, () => {
    const nodeId = int32();
    skipText(); // host
    offset += 4; // port
    skipText(); // rack
    return nodeId;
  });
  skipText(); // cluster id
  return { brokerIds: brokerIds.toSorted((a, b) => a - b), controllerId: int32() };
}
