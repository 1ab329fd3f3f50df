/** The operator wants this node down: it is never started. */
export const PARKED_TAG = 'rolling-reboot:parked';

/** `<cycle>/<run>/<time>`, on an instance from before its stop until it is proved back. */
export const INTENT_TAG = 'rolling-reboot:intent';
