// Which of two readings of Ed25519 a host has. RFC 8032 §5.1.7 takes k, the hash, as a number of 512
// bits; the core and most others reduce it modulo L, the order of the base point. Both are the same for
// every key that was made as §5.1.5 says. For a key with a part of small order they are not, and
// libgcrypt, which WebKitGTK stands on, does not reduce.

/** A key with a part of order 8. */
const KEY: JsonWebKey = {
  kty: "OKP",
  crv: "Ed25519",
  x: "QgLLAweJ7C4JMzl6aar6JEwFZP7FNxDqTsijq3_WOXk",
};

/** Its signature of the empty message: good with k modulo L, and bad with k as it is. */
const SIGNATURE =
  "nBjOBA5g8N4QwOl0XpBvhlW1f6lozNGshta48VPZAZY8ctwC4NcJqZlqtrBVrJPXdugpDV/IKJi2FVYDLEUzAw==";

/** What the host said to {@link SIGNATURE}, once it has. */
let reduces: boolean | undefined;

/** Whether the host's verdicts are the core's; throws when it has no Ed25519. */
export async function readsEd25519AsTheCore(subtle: SubtleCrypto): Promise<boolean> {
  if (reduces === undefined) {
    const algorithm = { name: "Ed25519" };
    const key = await subtle.importKey("jwk", KEY, algorithm, false, ["verify"]);
    const signature = Uint8Array.from(atob(SIGNATURE), (character) => character.charCodeAt(0));
    reduces = await subtle.verify(algorithm, key, signature, new Uint8Array());
  }
  return reduces;
}
