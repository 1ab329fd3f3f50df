// An action that fails and leaves a server open, which would keep its process for ever.
import { createServer } from 'node:net';
import { runAction } from '../../lib/run-action.ts';

await runAction(() => {
  createServer().listen(0, '127.0.0.1');
  return Promise.reject(new TypeError('a bug'));
});
