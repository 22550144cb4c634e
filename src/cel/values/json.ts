/** Values of data that no schema describes. Source: cel-go common/types/provider.go (NativeToValue). */
import { unescapeField } from '../field-names.js';
import { PlainMap } from './map.js';
import { text } from './text.js';
import { type CelValue, list, MapValue } from './value.js';

export interface JsonReading {
  /** What numbers without a fraction are: ints in objects of the API, doubles in claims of tokens. Default `int`. */
  readonly whole?: 'double' | 'int';
  /** True where members are known by their escaped names too: `claims.a__dash__b`. Default false. */
  readonly escaped?: boolean;
}

/** JSON as expressions see it. */
export function fromJson(data: unknown, reading: JsonReading = {}): CelValue {
  const { whole = 'int', escaped = false } = reading;
  if (typeof data === 'number') return whole === 'int' && Number.isInteger(data) ? BigInt(data) : data;
  if (typeof data === 'string' || typeof data === 'boolean' || typeof data === 'bigint') return data;
  if (typeof data !== 'object' || data === null) return null;
  if (Array.isArray(data)) return list(data.map((item: unknown) => fromJson(item, reading)));
  const map = new PlainMap(Object.entries(data).map(([key, value]) => [key, fromJson(value, reading)]));
  return escaped ? new EscapedMap(map) : map;
}

/** Source: k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go (unescapeMapper). */
class EscapedMap extends MapValue {
  readonly #map: MapValue;

  constructor(map: MapValue) {
    super();
    this.#map = map;
  }

  get size(): number {
    return this.#map.size;
  }

  keys(): readonly CelValue[] {
    return this.#map.keys();
  }

  get(key: CelValue): CelValue | undefined {
    return this.#map.get(typeof key === 'string' ? (unescapeField(key) ?? key) : key);
  }
}

/** A value as JSON has it; undefined for a value of a type that JSON has not. */
export function toJson(value: CelValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value);
  if (value instanceof MapValue) {
    return Object.fromEntries(value.keys().map((key) => [text(key), toJson(value.get(key) ?? null)]));
  }
  return typeof value === 'object' && 'items' in value ? value.items.map(toJson) : undefined;
}
