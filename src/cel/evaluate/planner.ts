/** Checked expressions made into what evaluates them. Source: cel-go interpreter/{planner,interpretable}.go. */
import { type Checked, type Resolved } from '../check/checker.js';
import { UNIT } from '../cost/call-cost.js';
import { type Overload } from '../declarations.js';
import { AND, CONDITIONAL, NOT_STRICTLY_FALSE, OR } from '../syntax/operators.js';
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
import { isOfType, typeValue } from '../values/type-value.js';
import { fieldOf, goTypeName, noOverload } from './mismatch.js';
import { type CelValue, EvaluationError, isList, list, MapValue, Optional } from '../values/value.js';
import { type Evaluate } from './frame.js';

const LIST_COST = 10;
const MAP_COST = 30;

export function plan(checked: Checked): Evaluate {
  return new Planner(checked).plan(checked.expr, new Map());
}

/** Where the names of comprehensions are kept. */
type Slots = ReadonlyMap<string, number>;

class Planner {
  readonly #checked: Checked;
  #slots = 0;

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  plan(expr: Expr, scope: Slots): Evaluate {
    switch (expr.kind) {
      case 'literal': {
        const { value } = expr;
        return () => value;
      }
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
    if (type !== undefined) {
      const value = typeValue(type);
      return () => value;
    }
    return (frame) => {
      frame.spend(1);
      return frame.variable(name);
    };
  }

  #select(expr: SelectExpr, scope: Slots): Evaluate {
    if (this.#checked.typeNames.has(expr)) return this.#ident(expr, '', new Map());
    const operand = this.plan(expr.operand, scope);
    const { field, test } = expr;
    if (test) return (frame) => has(operand(frame), field);
    return (frame) => {
      const value = operand(frame);
      frame.spend(1);
      return selected(value, field);
    };
  }

  #call(expr: CallExpr, scope: Slots): Evaluate {
    const resolved = this.#checked.calls.get(expr);
    if (resolved === undefined) throw new Error(`${expr.name} was not checked`);
    const args = resolved.args.map((arg) => this.plan(arg, scope));
    const [first, second, third] = args;
    if (first !== undefined && second !== undefined) {
      if (resolved.name === AND) return logical(first, second, false);
      if (resolved.name === OR) return logical(first, second, true);
      if (resolved.name === CONDITIONAL && third !== undefined) return conditional(first, second, third);
      if (resolved.name === 'or' || resolved.name === 'orValue') return otherwise(resolved, first, second);
    }
    if (resolved.name === NOT_STRICTLY_FALSE && first !== undefined) {
      return (frame) => {
        const value = frame.attempt(first);
        frame.spend(1);
        return value !== false;
      };
    }
    return invoke(resolved, args);
  }

  #list({ elements, optional }: ListExpr, scope: Slots): Evaluate {
    const planned = elements.map((element) => this.plan(element, scope));
    return (frame) => {
      const items: CelValue[] = [];
      for (const [index, evaluate] of planned.entries()) {
        const value = optional.has(index) ? held(evaluate(frame), 'list element') : evaluate(frame);
        if (value !== undefined) items.push(value);
      }
      frame.spend(LIST_COST);
      return list(items);
    };
  }

  #map({ entries }: MapExpr, scope: Slots): Evaluate {
    const planned = entries.map(({ key, value, optional }) => ({
      key: this.plan(key, scope),
      value: this.plan(value, scope),
      optional,
    }));
    return (frame) => {
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
  const from = value instanceof Optional ? value.value : value;
  return from !== undefined && fieldOf(from, field) !== undefined;
}

function selected(value: CelValue, field: string): CelValue {
  if (value instanceof Optional) {
    return value.value === undefined ? Optional.NONE : new Optional(fieldOf(value.value, field));
  }
  const chosen = fieldOf(value, field);
  if (chosen === undefined) throw new EvaluationError(`no such key: ${field}`);
  return chosen;
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

function fits({ signature }: Overload, values: readonly CelValue[]): boolean {
  return signature.args.every((type, index) => {
    const value = values[index];
    return value !== undefined && isOfType(value, type);
  });
}

function invoke({ name, overloads }: Resolved, args: readonly Evaluate[]): Evaluate {
  return (frame) => {
    const values = args.map((arg) => arg(frame));
    const overload = overloads.find((one) => fits(one, values));
    if (overload === undefined) throw new EvaluationError(noOverload(name, values));
    const result = overload.run(...values);
    frame.spend((overload.cost ?? UNIT).actual(values, result));
    return result;
  };
}
