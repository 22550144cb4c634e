/** Maps as expressions make them. Source: cel-go common/types/map.go. */
import { text } from './text.js';
import { Uint } from './uint.js';
import { type CelValue, EvaluationError, MapValue } from './value.js';

/** Numbers that are equal are one key, whatever their types are. */
function keyOf(key: CelValue): string | undefined {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'boolean') return `b${key}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (key instanceof Uint) return `n${key.value}`;
  return typeof key === 'number' && Number.isInteger(key) ? `n${BigInt(key)}` : undefined;
}

export class PlainMap extends MapValue {
  readonly #entries: ReadonlyMap<string, readonly [CelValue, CelValue]>;

  /** @throws EvaluationError for a key that none can be. */
  constructor(entries: Iterable<readonly [CelValue, CelValue]>) {
    super();
    const made = new Map<string, readonly [CelValue, CelValue]>();
    for (const entry of entries) {
      const key = keyOf(entry[0]);
      if (key === undefined) throw new EvaluationError('unsupported key type');
      made.set(key, entry);
    }
    this.#entries = made;
  }

  get size(): number {
    return this.#entries.size;
  }

  keys(): readonly CelValue[] {
    return [...this.#entries.values()].map(([key]) => key);
  }

  get(key: CelValue): CelValue | undefined {
    const found = keyOf(key);
    return found === undefined ? undefined : this.#entries.get(found)?.[1];
  }

  /** With one more. @throws EvaluationError where the key is there already. */
  with(key: CelValue, value: CelValue): PlainMap {
    if (this.get(key) !== undefined) throw new EvaluationError(`insert failed: key ${text(key)} already exists`);
    return new PlainMap([...this.#entries.values(), [key, value]]);
  }
}
