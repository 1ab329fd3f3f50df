/** Preloaded into a run, so that for it MINUTES_LATER minutes have passed: an announced stop has expired by then. */
const shift = Number(process.env['MINUTES_LATER']) * 60_000;
const now = Date.now.bind(Date);
Date.now = () => now() + shift;
