import { connect } from 'node:net';

/** Whether a ZooKeeper server has found its place: without a leader it answers the word `srvr` without a mode. */
export const servesClients = (port: number, timeoutMs = 2000): Promise<boolean> =>
  new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('srvr'));
    socket.setTimeout(timeoutMs, () => socket.destroy());
    socket.on('data', (chunk) => (said += String(chunk)));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(/^Mode: (leader|follower|observer|standalone)$/m.test(said));
    });
  });
