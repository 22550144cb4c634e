/** The types of an expression and what its calls mean. Source: cel-go checker/checker.go. */
import { type Overload } from '../declarations.js';
import { type Issue } from '../issues.js';
import { AND, OPTIONAL_SELECT, OR } from '../syntax/operators.js';
import {
  type CallExpr,
  type ComprehensionExpr,
  type Expr,
  type ListExpr,
  type MapExpr,
  type SelectExpr,
  type StructExpr,
} from '../syntax/tree.js';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DYN,
  ERROR,
  heldBy,
  INT,
  isDyn,
  isDynOrError,
  itemType,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  paramOf,
  STRING,
  typeOf,
  UINT,
  valueType,
} from '../types.js';
import { Uint } from '../values/uint.js';
import { type Scope, within } from './scope.js';
import { allAssignable, assignable, type Bindings, mostGeneral, substitute } from './unify.js';

export interface Names extends Scope {
  /** A type by its name; undefined for a name of none. */
  type(name: string): CelType | undefined;
  /** A field of an object type; undefined for a type without any. */
  field(type: string, name: string): CelType | 'unknown' | undefined;
  functions: ReadonlyMap<string, readonly Overload[]>;
}

/** A call as it was understood: by one overload, or by what its arguments turn out to be. */
export interface Resolved {
  readonly name: string;
  readonly overloads: readonly Overload[];
  /** With the target first, where there is one. */
  readonly args: readonly Expr[];
}

export interface Checked {
  readonly expr: Expr;
  readonly types: ReadonlyMap<Expr, CelType>;
  readonly calls: ReadonlyMap<Expr, Resolved>;
  /** Identifiers, and selections that are names of types. */
  readonly typeNames: ReadonlyMap<Expr, CelType>;
  /** Selections that are names of variables. */
  readonly dotted: ReadonlyMap<Expr, string>;
  /** The variables named, those of comprehensions not counted. */
  readonly variables: ReadonlySet<string>;
  readonly issues: readonly Issue[];
}

export function check(expr: Expr, names: Names): Checked {
  const checker = new Checker(names);
  checker.check(expr, names);
  return { expr, ...checker.result() };
}

class Checker {
  readonly #names: Names;
  readonly #types = new Map<Expr, CelType>();
  readonly #calls = new Map<Expr, Resolved>();
  readonly #typeNames = new Map<Expr, CelType>();
  readonly #dotted = new Map<Expr, string>();
  readonly #variables = new Set<string>();
  readonly #issues: Issue[] = [];
  #bindings: Bindings = new Map();
  #free = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  result(): Omit<Checked, 'expr'> {
    const types = new Map([...this.#types].map(([expr, type]) => [expr, substitute(this.#bindings, type, true)]));
    return {
      ...{ types, calls: this.#calls, typeNames: this.#typeNames, dotted: this.#dotted },
      ...{ variables: this.#variables, issues: this.#issues },
    };
  }

  check(expr: Expr, scope: Scope): CelType {
    const type = this.#typeOf(expr, scope);
    this.#types.set(expr, type);
    return type;
  }

  #report(at: number, message: string): void {
    this.#issues.push({ at, message });
  }

  #undeclared(at: number, name: string): CelType {
    this.#report(at, `undeclared reference to '${name}' (in container '')`);
    return ERROR;
  }

  #mismatch(at: number, expected: CelType, found: CelType): void {
    this.#report(at, `expected type '${expected.text}' but found '${found.text}'`);
  }

  #freeType(): CelType {
    this.#free += 1;
    return paramOf(`_var${this.#free - 1}`);
  }

  #assigns(a: CelType, b: CelType): boolean {
    const bindings = assignable(this.#bindings, a, b);
    this.#bindings = bindings ?? this.#bindings;
    return bindings !== undefined;
  }

  #typeOf(expr: Expr, scope: Scope): CelType {
    switch (expr.kind) {
      case 'literal':
        return literalType(expr.value);
      case 'ident':
        return this.#named(expr, expr.name, scope) ?? this.#undeclared(expr.at, expr.name);
      case 'select':
        return this.#select(expr, scope);
      case 'call':
        return this.#call(expr, scope);
      case 'list':
        return this.#list(expr, scope);
      case 'map':
        return this.#map(expr, scope);
      case 'struct':
        return this.#struct(expr, scope);
      case 'comprehension':
        return this.#comprehension(expr, scope);
    }
  }

  #named(expr: Expr, written: string, scope: Scope): CelType | undefined {
    const name = written.replace(/^\./, '');
    const variable = scope.variable(name);
    if (variable !== undefined) {
      if (!scope.local(name)) this.#variables.add(name);
      if (expr.kind === 'select') this.#dotted.set(expr, name);
      return variable;
    }
    const type = this.#names.type(name);
    if (type === undefined) return undefined;
    this.#typeNames.set(expr, type);
    return typeOf(type);
  }

  #select(expr: SelectExpr, scope: Scope): CelType {
    const name = expr.test ? undefined : qualifiedName(expr);
    const type = name === undefined ? undefined : this.#named(expr, name, scope);
    if (type !== undefined) return type;
    const selected = this.#field(expr.at, expr.operand, expr.field, false, scope);
    return expr.test ? BOOL : substitute(this.#bindings, selected);
  }

  #field(at: number, operand: Expr, field: string, optional: boolean, scope: Scope): CelType {
    const operandType = substitute(this.#bindings, this.check(operand, scope));
    const held = heldBy(operandType);
    const selected = this.#fieldOf(at, held ?? operandType, field);
    return held !== undefined || optional ? optionalOf(selected) : selected;
  }

  #fieldOf(at: number, target: CelType, field: string): CelType {
    switch (target.kind) {
      case 'map':
        return valueType(target);
      case 'struct': {
        const type = this.#names.field(target.name, field);
        if (type !== undefined && type !== 'unknown') return type;
        this.#report(
          at,
          type === undefined ? `unexpected failed resolution of '${target.name}'` : `undefined field '${field}'`,
        );
        return ERROR;
      }
      case 'param':
        this.#assigns(DYN, target);
        return DYN;
      default:
        if (!isDynOrError(target)) this.#report(at, `type '${target.text}' does not support field selection`);
        return DYN;
    }
  }

  #call(expr: CallExpr, scope: Scope): CelType {
    const { name, target, args, at } = expr;
    const [operand, field] = args;
    const selects = name === OPTIONAL_SELECT && operand !== undefined && field?.kind === 'literal';
    if (selects && typeof field.value === 'string') {
      this.#calls.set(expr, { name, overloads: this.#names.functions.get(name) ?? [], args });
      this.#types.set(field, STRING);
      return substitute(this.#bindings, this.#field(at, operand, field.value, true, scope));
    }
    for (const arg of args) this.check(arg, scope);
    if (target === undefined) {
      const plain = name.replace(/^\./, '');
      const overloads = this.#names.functions.get(plain);
      return overloads === undefined ? this.#undeclared(at, name) : this.#resolve(expr, plain, overloads, args, false);
    }
    const qualified = qualifiedName(target);
    const full = qualified === undefined ? '' : `${qualified}.${name}`;
    const spaced = this.#names.functions.get(full);
    if (spaced !== undefined) return this.#resolve(expr, full, spaced, args, false);
    this.check(target, scope);
    const overloads = this.#names.functions.get(name);
    if (overloads === undefined) return this.#undeclared(at, name);
    return this.#resolve(expr, name, overloads, [target, ...args], true);
  }

  #resolve(
    expr: CallExpr,
    name: string,
    overloads: readonly Overload[],
    args: readonly Expr[],
    member: boolean,
  ): CelType {
    const types = args.map((arg) => this.#types.get(arg) ?? DYN);
    if (name === AND || name === OR) return this.#logical(expr, name, overloads, args, types);
    const fitting: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of overloads.filter((one) => one.member === member)) {
      const { signature } = overload;
      const fresh: Bindings = new Map(signature.params.map((param) => [param, this.#freeType()]));
      const wanted = signature.args.map((arg) => substitute(fresh, arg));
      const bindings = allAssignable(this.#bindings, types, wanted);
      if (bindings === undefined) continue;
      this.#bindings = bindings;
      fitting.push(overload);
      const type = substitute(bindings, substitute(fresh, signature.result));
      if (result === undefined) result = type;
      else if (!isDyn(result) && result.text !== type.text) result = DYN;
    }
    if (result === undefined) {
      const found = types.map((type) => substitute(this.#bindings, type, true).text);
      const signature = member ? `${found[0]}.(${found.slice(1).join(', ')})` : `(${found.join(', ')})`;
      this.#report(expr.at, `found no matching overload for '${name}' applied to '${signature}'`);
      return ERROR;
    }
    this.#calls.set(expr, { name, overloads: fitting, args });
    return result;
  }

  #logical(
    expr: CallExpr,
    name: string,
    overloads: readonly Overload[],
    args: readonly Expr[],
    types: readonly CelType[],
  ): CelType {
    const wrong = args.filter((arg, index) => {
      const type = types[index] ?? DYN;
      const fits = this.#assigns(type, BOOL);
      if (!fits) this.#mismatch(arg.at, BOOL, type);
      return !fits;
    });
    this.#calls.set(expr, { name, overloads, args });
    return wrong.length > 0 ? ERROR : BOOL;
  }

  /** What an element written with a question mark gives. */
  #held(expr: Expr, type: CelType): CelType {
    const held = heldBy(type);
    if (held === undefined && !isDyn(type)) this.#mismatch(expr.at, optionalOf(type), type);
    return held ?? type;
  }

  #list({ elements, optional }: ListExpr, scope: Scope): CelType {
    let joined: CelType | undefined;
    for (const [index, element] of elements.entries()) {
      const type = this.check(element, scope);
      joined = this.#join(joined, optional.has(index) ? this.#held(element, type) : type);
    }
    return listOf(joined ?? this.#freeType());
  }

  #map({ entries }: MapExpr, scope: Scope): CelType {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    for (const { key, value, optional } of entries) {
      keys = this.#join(keys, this.check(key, scope));
      const type = this.check(value, scope);
      values = this.#join(values, optional ? this.#held(value, type) : type);
    }
    return mapOf(keys ?? this.#freeType(), values ?? this.#freeType());
  }

  #struct({ at, type: written, fields }: StructExpr, scope: Scope): CelType {
    const name = written.replace(/^\./, '');
    const type = this.#names.type(name);
    if (type === undefined) return this.#undeclared(at, written);
    const known = type.kind === 'struct' && this.#names.field(type.name, '') !== undefined;
    if (!known) this.#report(at, `'${type.text}' is not a message type`);
    for (const field of fields) {
      const found = this.check(field.value, scope);
      const given = field.optional ? this.#held(field.value, found) : found;
      const wanted = this.#names.field(type.name, field.name);
      if (wanted === 'unknown') this.#report(field.at, `undefined field '${field.name}'`);
      if (wanted === undefined || wanted === 'unknown' || this.#assigns(wanted, given)) continue;
      const message = `expected type of field '${field.name}' is '${wanted.text}' but provided type is '${given.text}'`;
      this.#report(field.at, message);
    }
    return known ? type : ERROR;
  }

  #comprehension(expr: ComprehensionExpr, scope: Scope): CelType {
    const range = substitute(this.#bindings, this.check(expr.range, scope));
    const accumulated = this.check(expr.init, scope);
    const outer = within(scope, { [expr.accumulator]: accumulated });
    const inner = within(outer, this.#iterated(expr, range));
    this.#asserts(expr.condition, this.check(expr.condition, inner), BOOL);
    this.#asserts(expr.step, this.check(expr.step, inner), accumulated);
    return substitute(this.#bindings, this.check(expr.result, outer));
  }

  #iterated({ range: expr, variable, second }: ComprehensionExpr, range: CelType): Record<string, CelType> {
    const named = (first: CelType, other: CelType): Record<string, CelType> =>
      second === undefined ? { [variable]: first } : { [variable]: first, [second]: other };
    switch (range.kind) {
      case 'list':
        return second === undefined ? named(itemType(range), DYN) : named(INT, itemType(range));
      case 'map':
        return named(itemType(range), valueType(range));
      case 'dyn':
      case 'error':
      case 'param':
        this.#assigns(DYN, range);
        return named(DYN, DYN);
      default: {
        const message = `expression of type '${range.text}' cannot be range of a comprehension (must be list, map, or dynamic)`;
        this.#report(expr.at, message);
        return named(ERROR, ERROR);
      }
    }
  }

  #asserts(expr: Expr, found: CelType, wanted: CelType): void {
    if (!this.#assigns(wanted, found)) this.#mismatch(expr.at, wanted, found);
  }

  /** Of elements that may be of different types, as far as this is concerned. */
  #join(previous: CelType | undefined, current: CelType): CelType {
    if (previous === undefined) return current;
    return this.#assigns(previous, current) ? mostGeneral(previous, current) : DYN;
  }
}

function literalType(value: unknown): CelType {
  if (value === null) return NULL;
  if (value instanceof Uint8Array) return BYTES;
  if (value instanceof Uint) return UINT;
  if (typeof value === 'bigint') return INT;
  if (typeof value === 'number') return DOUBLE;
  return typeof value === 'string' ? STRING : BOOL;
}

/** `a.b.c`, where the expression is no more than names. */
function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name;
  if (expr.kind !== 'select' || expr.test) return undefined;
  const operand = qualifiedName(expr.operand);
  return operand === undefined ? undefined : `${operand}.${expr.field}`;
}
