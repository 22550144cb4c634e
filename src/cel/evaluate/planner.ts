/** Checked expressions made into what evaluates them. Source: cel-go interpreter/{planner,interpretable}.go. */
import { type Checked, type Resolved } from '../check/checker.js';
import {
  AND,
  CONDITIONAL,
  INDEX,
  NOT_STRICTLY_FALSE,
  OPTIONAL_INDEX,
  OPTIONAL_SELECT,
  OR,
} from '../syntax/operators.js';
import {
  type CallExpr,
  type ComprehensionExpr,
  type Expr,
  type ListExpr,
  type MapExpr,
  type SelectExpr,
} from '../syntax/tree.js';
import { PlainMap } from '../values/map.js';
import { text } from '../values/text.js';
import { goTypeName, typeValue } from '../values/type-value.js';
import { type CelValue, EvaluationError, isList, list, MapValue, Optional } from '../values/value.js';
import { Constants } from './constants.js';
import { type Evaluate, type Frame } from './frame.js';
import { invoke } from './invoke.js';
import { lookUp, qualify } from './qualify.js';

const LIST_COST = 10;
const MAP_COST = 30;
const LOOKING_INTO = [INDEX, OPTIONAL_INDEX, OPTIONAL_SELECT];
const ATTRIBUTES = [...LOOKING_INTO, CONDITIONAL];

/** @throws EvaluationError where what is written out cannot be */
export function plan(checked: Checked): Evaluate {
  return new Planner(checked).plan(checked.expr, new Map());
}

/** Where the names of comprehensions are kept. */
type Slots = ReadonlyMap<string, number>;

class Planner {
  readonly #checked: Checked;
  readonly #constants = new Constants();
  #slots = 0;

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  plan(expr: Expr, scope: Slots): Evaluate {
    switch (expr.kind) {
      case 'literal':
        return this.#constants.of(expr.value);
      case 'ident':
        return this.#ident(expr, expr.name, scope);
      case 'select':
        return this.#select(expr, scope);
      case 'call':
        return this.#call(expr, scope);
      case 'list':
        return this.#list(expr, scope);
      case 'map':
        return this.#map(expr, scope);
      case 'struct':
        throw new Error(`no values of type ${expr.type} can be made`);
      case 'comprehension':
        return this.#comprehension(expr, scope);
    }
  }

  #ident(expr: Expr, written: string, scope: Slots): Evaluate {
    const name = written.replace(/^\./, '');
    const slot = scope.get(name);
    if (slot !== undefined) {
      return (frame) => {
        frame.spend(1);
        return frame.local(slot);
      };
    }
    const type = this.#checked.typeNames.get(expr);
    if (type !== undefined) return this.#constants.of(typeValue(type));
    return (frame) => {
      frame.spend(1);
      return frame.variable(name);
    };
  }

  #select(expr: SelectExpr, scope: Slots): Evaluate {
    if (this.#checked.typeNames.has(expr)) return this.#ident(expr, '', new Map());
    const dotted = this.#checked.dotted.get(expr);
    if (dotted !== undefined) return this.#ident(expr, dotted, new Map());
    const operand = this.#attribute(expr.operand, scope);
    const { field, test } = expr;
    if (test) return (frame) => has(operand(frame), field);
    return (frame) => {
      const value = operand(frame);
      frame.spend(1);
      return counted(frame, selected(value, field));
    };
  }

  /** What is looked into: naming it costs, as it does where a name is written. */
  #attribute(expr: Expr, scope: Slots): Evaluate {
    const operand = this.plan(expr, scope);
    const resolved = this.#checked.calls.get(expr);
    const named = expr.kind === 'ident' || expr.kind === 'select' || ATTRIBUTES.includes(resolved?.name ?? '');
    if (named) return operand;
    return (frame) => {
      const value = operand(frame);
      frame.spend(1);
      return value;
    };
  }

  #call(expr: CallExpr, scope: Slots): Evaluate {
    const resolved = this.#checked.calls.get(expr);
    if (resolved === undefined) throw new Error(`${expr.name} was not checked`);
    if (LOOKING_INTO.includes(resolved.name)) return this.#index(resolved, scope);
    const args = resolved.args.map((arg) => this.plan(arg, scope));
    const [first, second, third] = args;
    if (first !== undefined && second !== undefined) {
      if (resolved.name === AND) return logical(first, second, false);
      if (resolved.name === OR) return logical(first, second, true);
      if (resolved.name === CONDITIONAL && third !== undefined) {
        const [, then, otherwise] = resolved.args;
        return conditional(first, this.#chosen(then, second), this.#chosen(otherwise, third));
      }
      if (resolved.name === 'or' || resolved.name === 'orValue') return otherwise(resolved, first, second);
    }
    if (resolved.name === NOT_STRICTLY_FALSE && first !== undefined) {
      return (frame) => {
        const value = frame.attempt(first);
        frame.spend(1);
        return value !== false;
      };
    }
    return this.#constants.folded(resolved, args) ?? invoke(resolved, args);
  }

  /** A branch that is no more than a name, and what lies in it, is not counted as a name of its own. */
  #chosen(expr: Expr | undefined, branch: Evaluate): Evaluate {
    if (expr?.kind !== 'ident' && expr?.kind !== 'select') return branch;
    return (frame) => {
      const value = branch(frame);
      frame.spend(-1);
      return value;
    };
  }

  #index({ name, args: [container, key] }: Resolved, scope: Slots): Evaluate {
    if (container === undefined || key === undefined) throw new Error('an index needs two arguments');
    const operand = this.#attribute(container, scope);
    const planned = this.plan(key, scope);
    return (frame) => {
      const value = operand(frame);
      const at = planned(frame);
      frame.spend(1);
      return counted(frame, name === INDEX ? selected(value, at) : within(value, at));
    };
  }

  #list({ elements, optional }: ListExpr, scope: Slots): Evaluate {
    const planned = elements.map((element) => this.plan(element, scope));
    const make: Evaluate = (frame) => {
      const items: CelValue[] = [];
      for (const [index, evaluate] of planned.entries()) {
        const value = optional.has(index) ? held(evaluate(frame), 'list element') : evaluate(frame);
        if (value !== undefined) items.push(value);
      }
      frame.spend(LIST_COST);
      return list(items);
    };
    return this.#constants.made(make, planned);
  }

  #map({ entries }: MapExpr, scope: Slots): Evaluate {
    const planned = entries.map(({ key, value, optional }) => ({
      key: this.plan(key, scope),
      value: this.plan(value, scope),
      optional,
    }));
    const make: Evaluate = (frame) => {
      const made: (readonly [CelValue, CelValue])[] = [];
      for (const { key, value, optional } of planned) {
        const name = key(frame);
        const given = value(frame);
        const found = optional ? held(given, `entry '${text(name)}'`) : given;
        if (found !== undefined) made.push([name, found]);
      }
      frame.spend(MAP_COST);
      return new PlainMap(made);
    };
    return this.#constants.made(
      make,
      planned.flatMap(({ key, value }) => [key, value]),
    );
  }

  #comprehension(expr: ComprehensionExpr, scope: Slots): Evaluate {
    const [accumulator, first, second] = [this.#slots, this.#slots + 1, this.#slots + 2];
    this.#slots += 3;
    const outer = new Map([...scope, [expr.accumulator, accumulator]]);
    const inner = new Map([...outer, [expr.variable, first]]);
    if (expr.second !== undefined) inner.set(expr.second, second);
    const range = this.plan(expr.range, scope);
    const init = this.plan(expr.init, scope);
    const condition = this.plan(expr.condition, inner);
    const step = this.plan(expr.step, inner);
    const result = this.plan(expr.result, outer);
    const pairs = expr.second !== undefined;
    return (frame) => {
      const values = range(frame);
      frame.setLocal(accumulator, frame.attempt(init));
      for (const [one, two] of iterated(values, pairs)) {
        frame.setLocal(first, one);
        frame.setLocal(second, two);
        if (condition(frame) === false) break;
        frame.setLocal(accumulator, frame.attempt(step));
      }
      return result(frame);
    };
  }
}

function* iterated(values: CelValue, pairs: boolean): Iterable<readonly [CelValue, CelValue]> {
  if (values instanceof MapValue) {
    for (const key of values.keys()) yield [key, values.get(key) ?? null];
  } else if (values !== null && isList(values)) {
    for (const [index, item] of values.items.entries()) yield pairs ? [BigInt(index), item] : [item, null];
  } else {
    throw new EvaluationError(`got '${goTypeName(values)}', expected iterable type`);
  }
}

function has(value: CelValue, field: string): CelValue {
  return within(value, field).value !== undefined;
}

function selected(value: CelValue, key: CelValue): CelValue {
  return value instanceof Optional ? within(value, key) : qualify(value, key);
}

/** Finding nothing where nothing need be is free. */
function counted(frame: Frame, found: CelValue): CelValue {
  if (found === Optional.NONE) frame.spend(-1);
  return found;
}

function within(value: CelValue, key: CelValue): Optional {
  const from = value instanceof Optional ? value.value : value;
  const found = from === undefined ? undefined : lookUp(from, key);
  return found === undefined ? Optional.NONE : new Optional(found);
}

/** The value that an optional gives to what is made; undefined for none. */
function held(value: CelValue, place: string): CelValue | undefined {
  if (value instanceof Optional) return value.value;
  throw new EvaluationError(`cannot initialize optional ${place} from non-optional value ${text(value)}`);
}

/** What decides absorbs the error of what does not. `decisive`: the value that decides. */
function logical(left: Evaluate, right: Evaluate, decisive: boolean): Evaluate {
  return (frame) => {
    const first = frame.attempt(left);
    if (first === decisive) return decisive;
    const second = frame.attempt(right);
    if (second === decisive) return decisive;
    for (const value of [first, second]) {
      if (value instanceof EvaluationError) throw value;
      if (typeof value !== 'boolean') throw new EvaluationError('no such overload');
    }
    return !decisive;
  };
}

function conditional(condition: Evaluate, then: Evaluate, other: Evaluate): Evaluate {
  return (frame) => {
    const value = condition(frame);
    if (typeof value !== 'boolean') throw new EvaluationError('no such overload');
    return value ? then(frame) : other(frame);
  };
}

/** The second is evaluated only where the first has no value. */
function otherwise({ name }: Resolved, first: Evaluate, second: Evaluate): Evaluate {
  return (frame) => {
    const value = first(frame);
    if (!(value instanceof Optional)) throw new EvaluationError('no such overload');
    if (value.value === undefined) return second(frame);
    return name === 'or' ? value : value.value;
  };
}
