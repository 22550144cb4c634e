/** Calls that stand for something longer. Source: cel-go parser/macro.go, ext/{comprehensions,lists}.go, cel/library.go. */
import * as operators from './operators.js';
import { type CallExpr, type Expr, type Literal } from './tree.js';

/** What a macro makes of a call. @throws MacroError */
type Expander = (parts: Parts, target: Expr, args: readonly Expr[]) => Expr;

/** By name, number of arguments and whether it is called on something. */
export type Macros = ReadonlyMap<string, Expander>;

export class MacroError extends Error {
  override readonly name = 'MacroError';
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

export function expandMacro(macros: Macros, call: CallExpr): Expr | undefined {
  const { name, args, target, at } = call;
  const expander = macros.get(`${name}/${args.length}${target === undefined ? '' : '.'}`);
  return expander?.(new Parts(at), target ?? call, args);
}

/** Makes the parts of an expansion; all stand where the macro does. */
class Parts {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }

  literal(value: Literal): Expr {
    return { kind: 'literal', at: this.at, value };
  }

  ident(name: string): Expr {
    return { kind: 'ident', at: this.at, name };
  }

  get accumulator(): Expr {
    return this.ident(operators.ACCUMULATOR);
  }

  list(...elements: readonly Expr[]): Expr {
    return { kind: 'list', at: this.at, elements, optional: new Set() };
  }

  call(name: string, ...args: readonly Expr[]): Expr {
    return { kind: 'call', at: this.at, name, args };
  }

  member(target: Expr, name: string, ...args: readonly Expr[]): Expr {
    return { kind: 'call', at: this.at, name, args, target };
  }

  fold(
    range: Expr,
    [variable, second]: Variables,
    { init, condition = this.literal(true), step, result = this.accumulator }: Fold,
  ): Expr {
    const variables = second === undefined ? { variable } : { variable, second };
    const accumulator = operators.ACCUMULATOR;
    return { kind: 'comprehension', at: this.at, range, ...variables, accumulator, init, condition, step, result };
  }

  /** The result with the name bound to the value. */
  bind(name: string, value: Expr, result: Expr): Expr {
    return {
      ...{ kind: 'comprehension', at: this.at, range: this.list(), variable: '#unused', accumulator: name },
      ...{ init: value, condition: this.literal(false), step: this.ident(name), result },
    };
  }

  /** The step where the filter lets it, else what was there before. */
  where(filter: Expr | undefined, step: Expr): Expr {
    return filter === undefined ? step : this.call(operators.CONDITIONAL, filter, step, this.accumulator);
  }
}

type Variables = readonly [string, string?];

interface Fold {
  readonly init: Expr;
  readonly condition?: Expr;
  readonly step: Expr;
  readonly result?: Expr;
}

function nameOf(arg: Expr | undefined, otherwise: string): string {
  if (arg?.kind !== 'ident') throw new MacroError(arg?.at ?? 0, otherwise);
  if (arg.name === operators.ACCUMULATOR || arg.name === operators.OLD_ACCUMULATOR) {
    throw new MacroError(arg.at, 'iteration variable overwrites accumulator variable');
  }
  return arg.name;
}

function one([name]: readonly Expr[], otherwise: string): Variables {
  return [nameOf(name, otherwise)];
}

function two([first, second]: readonly Expr[]): Variables {
  const otherwise = 'argument must be a simple name';
  const names: Variables = [nameOf(first, otherwise), nameOf(second, otherwise)];
  if (names[0] === names[1]) throw new MacroError(second?.at ?? 0, `duplicate variable name: ${names[0]}`);
  return names;
}

const simple = (args: readonly Expr[]): Variables => one(args, 'argument must be a simple name');
const identifier = (args: readonly Expr[]): Variables => one(args, 'argument is not an identifier');

/** The last argument: what is asked of each. */
function last(args: readonly Expr[]): Expr {
  const expr = args.at(-1);
  if (expr === undefined) throw new MacroError(0, 'no argument');
  return expr;
}

const { ADD, AND, EQUALS, NOT, NOT_STRICTLY_FALSE, OR } = operators;

const all =
  (variables: (args: readonly Expr[]) => Variables): Expander =>
  (parts, target, args) =>
    parts.fold(target, variables(args), {
      init: parts.literal(true),
      condition: parts.call(NOT_STRICTLY_FALSE, parts.accumulator),
      step: parts.call(AND, parts.accumulator, last(args)),
    });

const exists =
  (variables: (args: readonly Expr[]) => Variables): Expander =>
  (parts, target, args) =>
    parts.fold(target, variables(args), {
      init: parts.literal(false),
      condition: parts.call(NOT_STRICTLY_FALSE, parts.call(NOT, parts.accumulator)),
      step: parts.call(OR, parts.accumulator, last(args)),
    });

const existsOne =
  (variables: (args: readonly Expr[]) => Variables): Expander =>
  (parts, target, args) =>
    parts.fold(target, variables(args), {
      init: parts.literal(0n),
      step: parts.where(last(args), parts.call(ADD, parts.accumulator, parts.literal(1n))),
      result: parts.call(EQUALS, parts.accumulator, parts.literal(1n)),
    });

/** `count`: of the variables; an argument between them and the last is a filter. */
const toList =
  (variables: (args: readonly Expr[]) => Variables, count: number): Expander =>
  (parts, target, args) =>
    parts.fold(target, variables(args), {
      init: parts.list(),
      step: parts.where(
        args.length > count + 1 ? args[count] : undefined,
        parts.call(ADD, parts.accumulator, parts.list(last(args))),
      ),
    });

const filter: Expander = (parts, target, args) => {
  const variables = identifier(args);
  const item = parts.list(...args.slice(0, 1));
  const step = parts.where(last(args), parts.call(ADD, parts.accumulator, item));
  return parts.fold(target, variables, { init: parts.list(), step });
};

const toMap =
  (keyed: boolean): Expander =>
  (parts, target, args) => {
    const variables = two(args);
    const key = keyed ? [parts.ident(variables[0])] : [];
    const step = parts.call('cel.@mapInsert', parts.accumulator, ...key, last(args));
    return parts.fold(target, variables, {
      init: { kind: 'map', at: parts.at, entries: [] },
      step: parts.where(args.length > 3 ? args[2] : undefined, step),
    });
  };

const has: Expander = (parts, _, [selected]) => {
  if (selected?.kind !== 'select') throw new MacroError(selected?.at ?? 0, 'invalid argument to has() macro');
  return { ...selected, at: parts.at, test: true };
};

const optional =
  (name: string, wrap: (parts: Parts, value: Expr) => Expr): Expander =>
  (parts, target, args) => {
    const [variable] = one(args, `${name}() variable name must be a simple identifier`);
    const value = parts.bind(variable, parts.member(target, 'value'), last(args));
    return parts.call(
      operators.CONDITIONAL,
      parts.member(target, 'hasValue'),
      wrap(parts, value),
      parts.call('optional.none'),
    );
  };

const SORTED = '@__sortBy_input__';

const sortBy: Expander = (parts, target, args) => {
  if (target.kind === 'literal' || target.kind === 'map' || target.kind === 'struct') {
    const message = 'sortBy can only be applied to a list, identifier, comprehension, call or select expression';
    throw new MacroError(target.at, message);
  }
  const keys = toList(identifier, 1)(parts, parts.ident(SORTED), args);
  return parts.bind(SORTED, target, parts.member(parts.ident(SORTED), '@sortByAssociatedKeys', keys));
};

export const STANDARD_MACROS: Macros = new Map<string, Expander>([
  ['has/1', has],
  ['all/2.', all(simple)],
  ['exists/2.', exists(simple)],
  ['exists_one/2.', existsOne(simple)],
  ['map/2.', toList(identifier, 1)],
  ['map/3.', toList(identifier, 1)],
  ['filter/2.', filter],
]);

export const OPTIONAL_MACROS: Macros = new Map([
  ['optMap/2.', optional('optMap', (parts, value) => parts.call('optional.of', value))],
  ['optFlatMap/2.', optional('optFlatMap', (_, value) => value)],
]);

export const TWO_VARIABLE_MACROS: Macros = new Map([
  ['all/3.', all(two)],
  ['exists/3.', exists(two)],
  ['existsOne/3.', existsOne(two)],
  ['exists_one/3.', existsOne(two)],
  ['transformList/3.', toList(two, 2)],
  ['transformList/4.', toList(two, 2)],
  ['transformMap/3.', toMap(true)],
  ['transformMap/4.', toMap(true)],
  ['transformMapEntry/3.', toMap(false)],
  ['transformMapEntry/4.', toMap(false)],
]);

export const SORT_MACROS: Macros = new Map([['sortBy/2.', sortBy]]);
