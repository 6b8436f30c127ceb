// The clock of this process stands where a vector says. Peers without an option for it ask `Date`.

const wall = Date.now;
let stopped;

/** Runs some work at a time in seconds since 1970. */
export async function at(now, work) {
  stopped = now * 1000;
  Date.now = () => stopped;
  try {
    return await work();
  } finally {
    Date.now = wall;
  }
}
