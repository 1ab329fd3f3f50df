import { join } from 'node:path';

/** Where what was downloaded or made is kept between runs; git ignores it. */
export const CACHE_FOLDER = join(import.meta.dirname, '..', '..', '.cache');
