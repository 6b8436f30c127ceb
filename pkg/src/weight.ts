/** Bytes, on the generous side, of what engines keep for an object, for a place in one, for a string. */
const OBJECT = 128;
const SLOT = 24;
const STRING = 32;
/** Bytes of a UTF-16 unit. */
const UNIT = 2;

/** About how many bytes a JSON value takes in memory, which can be thirty times those of its text. */
export function weightOf(value: unknown): number {
  if (typeof value === "string") return STRING + value.length * UNIT;
  if (typeof value !== "object" || value === null) return 0;
  let weight = OBJECT;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) weight += SLOT + weightOf(item);
    return weight;
  }
  for (const [name, member] of Object.entries(value)) {
    weight += SLOT + weightOf(name) + weightOf(member);
  }
  return weight;
}
