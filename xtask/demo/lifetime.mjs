// Everything that was started, so that it can all be ended, whenever that is.

/** A list of things to end. `own` adds one and returns how to end it early. */
export function createLifetime() {
  const stops = new Set();
  return {
    own(stop) {
      const once = async () => {
        if (stops.delete(once)) await stop();
      };
      stops.add(once);
      return once;
    },
    /** Ends all of it, the youngest first; one that fails does not keep the others alive. */
    async end() {
      for (const stop of [...stops].reverse()) await stop().catch(() => {});
    },
  };
}
