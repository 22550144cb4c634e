const OBJECT = 32;
const SCALAR = 8;

/** About how many bytes a JSON value takes: the lengths of its texts, and a little for each of its parts. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length + SCALAR;
  if (typeof value !== 'object' || value === null) return SCALAR;
  let weight = OBJECT;
  if (Array.isArray(value)) {
    for (const element of value) weight += weightOf(element);
    return weight;
  }
  const record = value as Readonly<Record<string, unknown>>;
  for (const name in record) weight += name.length + weightOf(record[name]);
  return weight;
}
