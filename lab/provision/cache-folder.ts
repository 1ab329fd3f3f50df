import { join } from 'node:path';

/** Where what was downloaded or made is kept between runs; git ignores it. */
export const CACHE_FOLDER = join(import.meta.dirname, '..', '..', '.cache');

/** Where Node.js keeps what it has compiled (NODE_COMPILE_CACHE): a program then starts in half the time. */
export const COMPILED_FOLDER = join(CACHE_FOLDER, 'compiled');
