/** What a start costs without any library. */
export async function firstToken({ tokens }) {
  if (tokens.length === 0) throw new Error("no token");
}
