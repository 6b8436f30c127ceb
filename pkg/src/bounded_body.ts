// The body of an answer, read no further than it may be long.

/** The body, or undefined once it grows past the limit; the rest is not waited for. */
export async function readBytes(response: Response, size: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return joined(chunks, length);
    length += chunk.value.length;
    if (length > size) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(chunk.value);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** Strict UTF-8; a byte order mark stays in, for the core's reader to refuse (RFC 8259 §8.1). */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
