/** Simple JSON paths of printer columns and selectable fields. Source: k8s.io/client-go/util/jsonpath. */

/** What `.spec.size`, `.spec.list[0]` or `.metadata.annotations.a\.b` finds; undefined for nothing. */
export function valueAt(object: unknown, path: string): unknown {
  let current: unknown = object;
  for (const [, key, index, quoted] of path.matchAll(/\.((?:\\.|[^.[\\])+)|\[(\d+)\]|\['([^']*)'\]/g)) {
    if (typeof current !== 'object' || current === null) return undefined;
    const name = (key ?? index ?? quoted ?? '').replaceAll('\\', '');
    current = Object.hasOwn(current, name) ? Reflect.get(current, name) : undefined;
  }
  return current;
}
