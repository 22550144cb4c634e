/** What expressions may name. Source: cel-go common/decls/decls.go. */
import { type CallCost } from './cost/call-cost.js';
import { type Signature, signature } from './type-text.js';
import { type CelValue } from './values/value.js';

export interface Overload {
  readonly id: string;
  /** Called on its first argument: `a.size()`. */
  readonly member: boolean;
  readonly signature: Signature;
  /** Its arguments are of the types of the signature. @throws EvaluationError */
  run(...args: (CelValue | undefined)[]): CelValue;
  /** How much a call takes; undefined for one unit. */
  readonly cost?: CallCost;
}

export interface FunctionDeclaration {
  readonly name: string;
  readonly overloads: readonly Overload[];
}

/** One that is called by its name: `size(a)`. */
export function overload(id: string, types: string, run: Overload['run'], cost?: CallCost): Overload {
  return { id, member: false, signature: signature(types), run, ...(cost === undefined ? {} : { cost }) };
}

export function memberOverload(id: string, types: string, run: Overload['run'], cost?: CallCost): Overload {
  return { ...overload(id, types, run, cost), member: true };
}

export function declare(name: string, ...overloads: readonly Overload[]): FunctionDeclaration {
  return { name, overloads };
}
