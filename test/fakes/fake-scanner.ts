import type { ByteScanner } from '../../lib/core/byte-scanner.ts';

/** Finds one word, also across chunks, and says where. */
export const fakeScanner = (word: string): ByteScanner => ({
  scan() {
    let text = '';
    return {
      write(chunk) {
        text += Buffer.from(chunk).toString('latin1');
      },
      end() {
        const offset = text.indexOf(word);
        return offset === -1 ? [] : [{ pattern: word, offset, encoding: 'plain' }];
      },
    };
  },
});
