// Everything that was started, so that it can all be ended, whenever that is.

/** A list of things to end. `own` adds one and returns how to end it early. */
export function createLifetime() {
  const stops = new Set();
  let ended = false;
  return {
    own(stop) {
      if (ended) {
        stop().catch(() => {});
        throw new Error("the demo is ending");
      }
      let ending;
      const once = () => {
        ending ??= stop().finally(() => stops.delete(once));
        return ending;
      };
      stops.add(once);
      return once;
    },
    /** Ends all of it, the youngest first; one that fails does not keep the others alive. */
    async end() {
      ended = true;
      for (const stop of [...stops].reverse()) await stop().catch(() => {});
    },
  };
}
