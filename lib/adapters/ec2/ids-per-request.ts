/** Few enough for any of the calls that describe. */
export const IDS_PER_REQUEST = 100;
