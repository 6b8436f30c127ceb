// The runtime's WebCrypto, watched: every call is written down, and may be answered by the test.

/**
 * Takes the place of `importKey` and `verify` until the test ends.
 *
 * @param answers What to do instead of each; without one, what the runtime does.
 */
export function watchHost(t, answers = {}) {
  const { subtle } = crypto;
  const calls = { importKey: [], verify: [] };
  for (const name of ["importKey", "verify"]) {
    const own = subtle[name].bind(subtle);
    subtle[name] = (...given) => {
      calls[name].push(given);
      return (answers[name] ?? own)(...given);
    };
    t.after(() => delete subtle[name]);
  }
  return calls;
}

/** An answer that the test gives later, one for each call. */
export function later() {
  const waiting = [];
  return {
    waiting,
    verify: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
      }),
  };
}
