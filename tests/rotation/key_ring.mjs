// What the gates under test are told about keys: every age in these tests comes from here.

/** The gate's own ages, in seconds, which the outages go by. */
export const DEFAULT = {
  floor: 60,
  ceiling: 3600,
  withoutHeader: 600,
  hardAge: 14_400,
  cooldown: 30,
};

/**
 * Seconds after which keys are asked for again at the latest, once an outage is over; what
 * `Retry-After` says is no longer.
 */
export const RECOVERY = 60;

/** Fetches in a moment when anybody names keys that do not exist. */
export const BURST = 8;

/** Seconds after which a gate leaves a server that stalls, where the tests wait for that. */
export const IMPATIENCE = 2;

/** Ages of the rotations, so short that a day's events fit into a minute. */
export const QUICK = { floor: 1, ceiling: 20, hardAge: 60, cooldown: 1, timeout: 2 };

/** The gate's options with these ages. */
export function hostOptions(keyRing) {
  return { keyRing };
}
