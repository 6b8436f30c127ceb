// What the package asks of the runtime's WebCrypto while the vectors run.

/** Counts keys and signatures that the host is asked about, and what it cannot answer, from now on. */
export function countHostCalls() {
  const { subtle } = globalThis.crypto;
  const calls = { keys: 0, keysRefused: 0, signatures: 0, signaturesRefused: 0 };
  for (const [name, asked, refused] of [
    ["importKey", "keys", "keysRefused"],
    ["verify", "signatures", "signaturesRefused"],
  ]) {
    const own = subtle[name].bind(subtle);
    subtle[name] = async (...given) => {
      calls[asked] += 1;
      try {
        return await own(...given);
      } catch (error) {
        calls[refused] += 1;
        throw error;
      }
    };
  }
  return calls;
}
