/** Values that may be there or not. Source: cel-go cel/library.go, ext/comprehensions.go. */
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { lookUp } from '../evaluate/qualify.js';
import { INDEX, OPTIONAL_INDEX, OPTIONAL_SELECT } from '../syntax/operators.js';
import { PlainMap } from '../values/map.js';
import { Uint } from '../values/uint.js';
import { type CelValue, EvaluationError, isList, list, type ListValue, MapValue, Optional } from '../values/value.js';

function held({ value }: Optional): CelValue {
  if (value === undefined) throw new EvaluationError('optional.none() dereference');
  return value;
}

function isZero(value: CelValue): boolean {
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof MapValue) return value.size === 0;
  if (value === null || value === false || value === 0n || value === 0 || value === '') return true;
  if (value instanceof Uint8Array) return value.length === 0;
  return isList(value) && value.items.length === 0;
}

function optional(value: CelValue | undefined): Optional {
  return value === undefined ? Optional.NONE : new Optional(value);
}

function itemOf({ items }: ListValue, index: bigint): Optional {
  return optional(index < 0n ? undefined : items[Number(index)]);
}

function entryOf(map: MapValue, key: CelValue): Optional {
  return optional(map.get(key));
}

/** What an optional list holds; none stays none. */
function itemWithin({ value }: Optional, index: bigint): Optional {
  if (value === undefined) return Optional.NONE;
  if (value === null || !isList(value)) throw new EvaluationError('no such overload');
  return itemOf(value, index);
}

function entryWithin({ value }: Optional, key: CelValue): Optional {
  if (value === undefined) return Optional.NONE;
  if (!(value instanceof MapValue)) throw new EvaluationError('no such overload');
  return entryOf(value, key);
}

function selected(value: CelValue, field: string): Optional {
  const from = value instanceof Optional ? value.value : value;
  return optional(from === undefined ? undefined : lookUp(from, field));
}

const OF_LIST = '(optional_type(list(V)), int) -> optional_type(V)';
const OF_MAP = '(optional_type(map(K, V)), K) -> optional_type(V)';

export const OPTIONALS: readonly FunctionDeclaration[] = [
  declare('optional.of', overload('optional_of', '(V) -> optional_type(V)', optional)),
  declare(
    'optional.ofNonZeroValue',
    overload('optional_ofNonZeroValue', '(V) -> optional_type(V)', (value: CelValue) =>
      isZero(value) ? Optional.NONE : new Optional(value),
    ),
  ),
  declare(
    'optional.none',
    overload('optional_none', '() -> optional_type(V)', () => Optional.NONE),
  ),
  declare('value', memberOverload('optional_value', '(optional_type(V)) -> V', held)),
  declare(
    'hasValue',
    memberOverload('optional_hasValue', '(optional_type(V)) -> bool', ({ value }: Optional) => value !== undefined),
  ),
  declare(
    'or',
    memberOverload(
      'optional_or_optional',
      '(optional_type(V), optional_type(V)) -> optional_type(V)',
      (a: Optional, b: Optional) => (a.value === undefined ? b : a),
    ),
  ),
  declare(
    'orValue',
    memberOverload(
      'optional_orValue_value',
      '(optional_type(V), V) -> V',
      ({ value }: Optional, otherwise: CelValue) => (value === undefined ? otherwise : value),
    ),
  ),
  declare(OPTIONAL_SELECT, overload('select_optional_field', '(dyn, string) -> optional_type(V)', selected)),
  declare(
    OPTIONAL_INDEX,
    overload('list_optindex_optional_int', '(list(V), int) -> optional_type(V)', itemOf),
    overload('optional_list_optindex_optional_int', OF_LIST, itemWithin),
    overload('map_optindex_optional_value', '(map(K, V), K) -> optional_type(V)', entryOf),
    overload('optional_map_optindex_optional_value', OF_MAP, entryWithin),
  ),
  // What an index into an optional gives is one too.
  declare(
    INDEX,
    overload('optional_list_index_int', OF_LIST, itemWithin),
    overload('optional_map_index_value', OF_MAP, entryWithin),
  ),
];

function unwrapped({ items }: ListValue): ListValue {
  const held = items.flatMap((item) => (item instanceof Optional && item.value !== undefined ? [item.value] : []));
  return list(held);
}

/** Of lists. */
export const MORE_OPTIONALS: readonly FunctionDeclaration[] = [
  declare(
    'first',
    memberOverload('list_first', '(list(V)) -> optional_type(V)', ({ items }: ListValue) => optional(items[0])),
  ),
  declare(
    'last',
    memberOverload('list_last', '(list(V)) -> optional_type(V)', ({ items }: ListValue) => optional(items.at(-1))),
  ),
  declare('optional.unwrap', overload('optional_unwrap', '(list(optional_type(V))) -> list(V)', unwrapped)),
  declare('unwrapOpt', memberOverload('optional_unwrapOpt', '(list(optional_type(V))) -> list(V)', unwrapped)),
];

function mergedInto(map: MapValue, more: MapValue): PlainMap {
  let made = new PlainMap(map.keys().map((key) => [key, map.get(key) ?? null]));
  for (const key of more.keys()) made = made.with(key, more.get(key) ?? null);
  return made;
}

/** What the macros with two variables make maps with. */
export const MAP_INSERTION: readonly FunctionDeclaration[] = [
  declare(
    'cel.@mapInsert',
    overload(
      '@mapInsert_map_key_value',
      '(map(K, V), K, V) -> map(K, V)',
      (map: MapValue, key: CelValue, value: CelValue) => mergedInto(map, new PlainMap([[key, value]])),
    ),
    overload('@mapInsert_map_map', '(map(K, V), map(K, V)) -> map(K, V)', mergedInto),
  ),
];
