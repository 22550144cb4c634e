/** Whether one type may stand for another, and what type parameters are then. Source: cel-go checker/types.go. */
import { type CelType, DYN, isDyn, isDynOrError, itemType, valueType, withParameters } from '../types.js';

/** What type parameters stand for, by their names. */
export type Bindings = Map<string, CelType>;

/** The bindings with those that make `a` fit `b`; undefined where nothing does. */
export function assignable(bindings: Bindings, a: CelType, b: CelType): Bindings | undefined {
  const tried: Bindings = new Map(bindings);
  return fits(tried, a, b) ? tried : undefined;
}

export function allAssignable(bindings: Bindings, a: readonly CelType[], b: readonly CelType[]): Bindings | undefined {
  const tried: Bindings = new Map(bindings);
  return allFit(tried, a, b) ? tried : undefined;
}

function allFit(bindings: Bindings, a: readonly CelType[], b: readonly CelType[]): boolean {
  return a.length === b.length && a.every((type, index) => fits(bindings, type, b[index] ?? DYN));
}

function fits(bindings: Bindings, a: CelType, b: CelType): boolean {
  if (b.kind === 'param') {
    const { valid, bound } = substitutes(bindings, a, b);
    if (valid) return true;
    if (bound) return false;
  }
  if (a.kind === 'param') return substitutes(bindings, b, a).valid;
  if (isDynOrError(a) || isDynOrError(b)) return true;
  if (a.kind === 'null') return mayBeNull(b);
  if (b.kind === 'null') return mayBeNull(a);
  switch (a.kind) {
    case 'type':
      return b.kind === 'type';
    case 'opaque':
    case 'list':
    case 'map':
      return a.kind === b.kind && a.name === b.name && allFit(bindings, a.parameters, b.parameters);
    default:
      return a.text === b.text;
  }
}

function mayBeNull({ kind }: CelType): boolean {
  return kind === 'null' || kind === 'opaque' || kind === 'struct' || kind === 'duration' || kind === 'timestamp';
}

/** Whether the parameter may stand for the type, and whether it stood for one before. */
function substitutes(bindings: Bindings, type: CelType, param: CelType): { valid: boolean; bound: boolean } {
  if (type.text === param.text) return { valid: true, bound: true };
  const known = bindings.get(param.name);
  if (known === undefined) {
    const free = !occursIn(bindings, param, type);
    if (free) bindings.set(param.name, type);
    return { valid: free, bound: false };
  }
  if (type.text === known.text) return { valid: true, bound: true };
  if (!fits(bindings, type, known)) return { valid: false, bound: true };
  const general = mostGeneral(type, known);
  if (!occursIn(bindings, param, general)) bindings.set(param.name, general);
  return { valid: true, bound: true };
}

function occursIn(bindings: Bindings, param: CelType, type: CelType): boolean {
  if (param.text === type.text) return true;
  if (type.kind !== 'param') return type.parameters.some((part) => occursIn(bindings, param, part));
  const known = bindings.get(type.name);
  return known !== undefined && occursIn(bindings, param, known);
}

/** The one of two types that fit each other which says less. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return saysNoMore(a, b) ? a : b;
}

function saysNoMore(a: CelType, b: CelType): boolean {
  if (isDyn(a) || a.kind === 'param') return true;
  if (isDyn(b) || b.kind === 'param' || a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'opaque':
      return a.name === b.name && a.parameters.every((part, index) => saysNoMore(part, b.parameters[index] ?? DYN));
    case 'list':
      return saysNoMore(itemType(a), itemType(b));
    case 'map':
      return saysNoMore(itemType(a), itemType(b)) && saysNoMore(valueType(a), valueType(b));
    case 'type':
      return true;
    default:
      return a.text === b.text;
  }
}

/** The type with what its parameters stand for. `close`: those that stand for nothing become dyn. */
export function substitute(bindings: Bindings, type: CelType, close = false): CelType {
  if (type.kind === 'param') {
    const known = bindings.get(type.name);
    if (known !== undefined) return substitute(bindings, known, close);
    return close ? DYN : type;
  }
  if (type.parameters.length === 0) return type;
  return withParameters(
    type,
    type.parameters.map((part) => substitute(bindings, part, close)),
  );
}
