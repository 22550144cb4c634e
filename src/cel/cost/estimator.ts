/** What an expression may cost at most, before it is evaluated. Source: cel-go checker/cost.go. */
import { type Checked } from '../check/checker.js';
import { ACCUMULATOR, AND, CONDITIONAL, OR } from '../syntax/operators.js';
import {
  type CallExpr,
  type ComprehensionExpr,
  type Expr,
  type ListExpr,
  type MapExpr,
  type SelectExpr,
} from '../syntax/tree.js';
import { type CelType, DYN, heldBy, itemType } from '../types.js';
import { characters } from '../values/characters.js';
import { type CostNode, UNIT } from './call-cost.js';
import { exactly, MOST, plus, type Range, times, union, UNKNOWN } from './range.js';

/** How long the values at a path are, by what is said of them; undefined where nothing is. */
export type SizeAt = (path: readonly string[]) => Range | undefined;

const NOTHING = exactly(0);
const ONE = exactly(1);
const LIST_COST = exactly(10);
const MAP_COST = exactly(30);
const STRUCT_COST = exactly(40);
const FIXED_SIZE: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint']);

export function estimateCost(checked: Checked, sizeAt: SizeAt): Range {
  return new Estimator(checked, sizeAt).cost(checked.expr);
}

/** How long the keys and the values of a container are. */
interface EntrySize {
  readonly kind: 'list' | 'map';
  readonly key: Range;
  readonly value: Range;
}

interface Local {
  readonly path: readonly string[];
  readonly size: Range | undefined;
  readonly entry: EntrySize | undefined;
}

class Estimator {
  readonly #checked: Checked;
  readonly #sizeAt: SizeAt;
  readonly #paths = new Map<Expr, readonly string[]>();
  readonly #sizes = new Map<Expr, Range>();
  readonly #entries = new Map<Expr, EntrySize>();
  readonly #locals = new Map<string, Local[]>();

  constructor(checked: Checked, sizeAt: SizeAt) {
    this.#checked = checked;
    this.#sizeAt = sizeAt;
  }

  cost(expr: Expr): Range {
    switch (expr.kind) {
      case 'literal':
        return NOTHING;
      case 'ident':
        this.#paths.set(expr, this.#local(expr.name)?.path ?? [expr.name]);
        return ONE;
      case 'select':
        return this.#select(expr);
      case 'call':
        return this.#call(expr);
      case 'list':
        return this.#list(expr);
      case 'map':
        return this.#map(expr);
      case 'struct':
        return plus(STRUCT_COST, ...expr.fields.map(({ value }) => this.cost(value)));
      case 'comprehension':
        return isBinding(expr) ? this.#binding(expr) : this.#comprehension(expr);
    }
  }

  #local(name: string): Local | undefined {
    return this.#locals.get(name)?.at(-1);
  }

  #typeOf(expr: Expr): CelType {
    return this.#checked.types.get(expr) ?? DYN;
  }

  #pathOf(expr: Expr): readonly string[] {
    const local = expr.kind === 'ident' ? this.#local(expr.name) : undefined;
    return local?.path ?? this.#paths.get(expr) ?? [];
  }

  #sizeOf(expr: Expr): Range | undefined {
    const known = this.#sizes.get(expr) ?? writtenSize(expr) ?? this.#sizeAtPath(this.#pathOf(expr));
    if (known !== undefined) return known;
    if (isFixed(this.#typeOf(expr))) return ONE;
    return expr.kind === 'ident' ? this.#local(expr.name)?.size : undefined;
  }

  #sizeAtPath(path: readonly string[]): Range | undefined {
    return path.length === 0 || path[0] === ACCUMULATOR ? undefined : this.#sizeAt(path);
  }

  #entryOf(expr: Expr): EntrySize | undefined {
    return this.#entries.get(expr) ?? (expr.kind === 'ident' ? this.#local(expr.name)?.entry : undefined);
  }

  #setEntry(expr: Expr, entry: EntrySize | undefined): void {
    if (entry !== undefined) this.#entries.set(expr, entry);
  }

  #setSize(expr: Expr, size: Range | undefined): void {
    if (size !== undefined) this.#sizes.set(expr, size);
  }

  #select(expr: SelectExpr): Range {
    const named = this.#checked.typeNames.get(expr);
    if (named !== undefined) {
      this.#paths.set(expr, [named.name]);
      return ONE;
    }
    const operand = this.cost(expr.operand);
    if (expr.test) return operand;
    const { kind } = this.#typeOf(expr.operand);
    this.#paths.set(expr, [...this.#pathOf(expr.operand), expr.field]);
    return kind === 'map' || kind === 'struct' || kind === 'param' ? plus(operand, ONE) : operand;
  }

  #list(expr: ListExpr): Range {
    const costs = expr.elements.map((element) => this.cost(element));
    const sizes = expr.elements.map((element) => this.#sizeOf(element) ?? UNKNOWN);
    this.#setEntry(expr, { kind: 'list', key: ONE, value: all(sizes) });
    return plus(LIST_COST, ...costs);
  }

  #map(expr: MapExpr): Range {
    const costs = expr.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]);
    const keys = expr.entries.map(({ key }) => this.#sizeOf(key) ?? UNKNOWN);
    const values = expr.entries.map(({ value }) => this.#sizeOf(value) ?? UNKNOWN);
    this.#setEntry(expr, { kind: 'map', key: all(keys), value: all(values) });
    return plus(MAP_COST, ...costs);
  }

  #call(expr: CallExpr): Range {
    const resolved = this.#checked.calls.get(expr);
    const { name, overloads, args } = resolved ?? { name: expr.name, overloads: [], args: expr.args };
    const costs = args.map((arg) => this.cost(arg));
    const [first] = args;
    if (name === 'dyn' && first !== undefined) {
      this.#setSize(expr, this.#sizeOf(first));
      this.#setEntry(expr, this.#entryOf(first));
      return plus(ONE, ...costs);
    }
    if (name === AND || name === OR) return { min: costs[0]?.min ?? 0, max: plus(...costs).max };
    if (name === CONDITIONAL) return this.#conditional(expr, args, costs);
    const nodes = args.map((arg) => this.#node(arg));
    let cost: Range | undefined;
    let size: Range | undefined;
    for (const { id, cost: calling = UNIT } of overloads) {
      const estimate = calling.estimate(nodes);
      cost = cost === undefined ? estimate.cost : union(cost, estimate.cost);
      size = size === undefined || estimate.size === undefined ? (size ?? estimate.size) : union(size, estimate.size);
      if (first === undefined || (id !== 'index_list' && id !== 'index_map')) continue;
      size = this.#entryOf(first)?.value ?? size;
      this.#paths.set(expr, [...this.#pathOf(first), id === 'index_list' ? '@items' : '@values']);
    }
    if (name === '_+_') this.#joinEntries(expr, args);
    this.#setSize(expr, size ?? this.#sizeOf(expr));
    return plus(cost ?? NOTHING, ...costs);
  }

  #conditional(expr: CallExpr, [, then, other]: readonly Expr[], costs: readonly Range[]): Range {
    if (then !== undefined && other !== undefined) {
      this.#setSize(expr, union(this.#sizeOf(then) ?? UNKNOWN, this.#sizeOf(other) ?? UNKNOWN));
      this.#setEntry(expr, joined(this.#entryOf(then), this.#entryOf(other)));
    }
    return plus(costs[0] ?? NOTHING, union(costs[1] ?? NOTHING, costs[2] ?? NOTHING));
  }

  #joinEntries(expr: CallExpr, [left, right]: readonly Expr[]): void {
    if (left === undefined || right === undefined) return;
    this.#setEntry(expr, joined(this.#entryOf(left), this.#entryOf(right)));
  }

  #node(expr: Expr): CostNode {
    const type = this.#typeOf(expr);
    const path = this.#pathOf(expr);
    const literal = expr.kind === 'literal' ? { literal: expr.value } : {};
    return { type, size: this.#sizeOf(expr), ...literal, item: () => this.#itemNode(type, path) };
  }

  #itemNode(type: CelType, path: readonly string[]): CostNode | undefined {
    if (type.parameters.length === 0) return undefined;
    const inside = path.length === 0 ? [] : [...path, '@items'];
    const item = itemType(type);
    return { type: item, size: this.#sizeAtPath(inside), item: () => this.#itemNode(item, inside) };
  }

  #push(name: string, local: Local): void {
    this.#locals.set(name, [...(this.#locals.get(name) ?? []), local]);
  }

  #pop(name: string): void {
    this.#locals.get(name)?.pop();
  }

  #pushBound(name: string, expr: Expr): void {
    this.#push(name, { path: this.#pathOf(expr), size: this.#sizeOf(expr), entry: this.#entryOf(expr) });
  }

  #pushIterated({ range, variable, second }: ComprehensionExpr): void {
    const entry = this.#entryOf(range);
    const inList = (entry?.kind ?? this.#typeOf(range).kind) === 'list';
    const at = (part: string, size: Range | undefined): Local => ({
      ...{ path: [...this.#pathOf(range), part], size, entry: undefined },
    });
    const value = at(inList ? '@items' : '@values', entry?.value);
    const key = at(inList ? '@indices' : '@keys', entry?.key);
    if (second !== undefined) this.#push(second, value);
    this.#push(variable, second === undefined && inList ? value : key);
  }

  #comprehension(expr: ComprehensionExpr): Range {
    const range = this.cost(expr.range);
    const init = this.cost(expr.init);
    this.#pushBound(expr.accumulator, expr.init);
    this.#pushIterated(expr);
    const condition = this.cost(expr.condition);
    const step = this.cost(expr.step);
    this.#pop(expr.variable);
    if (expr.second !== undefined) this.#pop(expr.second);
    const result = this.cost(expr.result);
    this.#pop(expr.accumulator);
    const count = this.#sizeOf(expr.range) ?? UNKNOWN;
    if (expr.init.kind === 'literal') this.#setSize(expr, this.#sizeOf(expr.init));
    else if (expr.init.kind === 'list' || expr.init.kind === 'map') {
      this.#setSize(expr, count);
      this.#setEntry(expr, this.#entryOf(expr.step));
    }
    return plus(range, init, result, times(count, plus(step, condition)));
  }

  #binding(expr: ComprehensionExpr): Range {
    const before = plus(this.cost(expr.range), this.cost(expr.init));
    this.#pushBound(expr.accumulator, expr.init);
    const result = this.cost(expr.result);
    this.#pop(expr.accumulator);
    this.#setSize(expr, this.#sizeOf(expr.result));
    this.#setEntry(expr, this.#entryOf(expr.result));
    return plus(before, result);
  }
}

function isBinding({ range, condition, accumulator }: ComprehensionExpr): boolean {
  const empty = range.kind === 'list' && range.elements.length === 0;
  return empty && condition.kind === 'literal' && condition.value === false && accumulator !== ACCUMULATOR;
}

function all(sizes: readonly Range[]): Range {
  return sizes.reduce((a, b) => union(a, b), { min: sizes.length === 0 ? 0 : MOST, max: 0 });
}

function joined(a: EntrySize | undefined, b: EntrySize | undefined): EntrySize | undefined {
  return a === undefined || b === undefined
    ? undefined
    : { kind: a.kind, key: union(a.key, b.key), value: union(a.value, b.value) };
}

function writtenSize(expr: Expr): Range | undefined {
  if (expr.kind === 'list') return exactly(expr.elements.length);
  if (expr.kind === 'map') return exactly(expr.entries.length);
  if (expr.kind !== 'literal') return undefined;
  if (typeof expr.value === 'string') return exactly(characters(expr.value).length);
  return exactly(expr.value instanceof Uint8Array ? expr.value.length : 1);
}

function isFixed(type: CelType): boolean {
  const held = heldBy(type);
  return held === undefined ? FIXED_SIZE.has(type.kind) : isFixed(held);
}
