/** What is written out is looked at before it is evaluated. Source: cel-go cel/validator.go. */
import { GoRegExpError, goRegExp } from '../../apis/validation/go-regexp.js';
import { type Issue } from '../issues.js';
import { partsOf } from '../syntax/selects.js';
import { type CallExpr, type Expr } from '../syntax/tree.js';
import { type CelType, DYN, heldBy } from '../types.js';
import { EvaluationError } from '../values/value.js';
import { type Checked, type Resolved } from './checker.js';
import { formatIssues } from './formats.js';

const CHECKED_CONVERSIONS: ReadonlySet<string> = new Set(['duration', 'timestamp']);

interface Call {
  readonly expr: CallExpr;
  readonly resolved: Resolved;
}

function callsOf({ calls }: Checked): readonly Call[] {
  return [...calls].flatMap(([expr, resolved]) => (expr.kind === 'call' ? [{ expr, resolved }] : []));
}

/** Lists and maps of different things; `all`: durations, times, patterns and formats that mean nothing, too. */
export function literalIssues(checked: Checked, all: boolean): readonly Issue[] {
  const mixed = mixedIssuesIn(checked.expr, checked);
  if (!all) return mixed;
  const calls = callsOf(checked);
  return [
    ...calls.flatMap(argumentIssues),
    ...mixed,
    ...calls.flatMap((call) => formatIssues(call.expr, call.resolved, checked)),
  ];
}

function argumentIssues({ resolved }: Call): readonly Issue[] {
  const { name, args } = resolved;
  if (name !== 'matches' && !CHECKED_CONVERSIONS.has(name)) return [];
  const literal = name === 'matches' ? args.at(-1) : args[0];
  const broken = name === 'matches' ? patternError(resolved) : conversionError(resolved);
  return broken === undefined ? [] : [{ at: literal?.at ?? 0, message: `invalid ${name} argument` }];
}

function patternError({ args }: Resolved): string | undefined {
  const pattern = args[1];
  if (pattern?.kind !== 'literal' || typeof pattern.value !== 'string') return undefined;
  try {
    goRegExp(pattern.value);
    return undefined;
  } catch (error) {
    if (error instanceof GoRegExpError) return error.message;
    throw error;
  }
}

function conversionError({ args, overloads }: Resolved): string | undefined {
  const [literal] = args;
  const [overload] = overloads;
  if (args.length !== 1 || literal?.kind !== 'literal' || overload === undefined) return undefined;
  try {
    if (literal.value === null) return 'no such overload';
    overload.run(literal.value);
    return undefined;
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
}

/** What is formatted may be of different types. */
function mixedIssuesIn(expr: Expr, checked: Checked): readonly Issue[] {
  if (expr.kind === 'call' && expr.name === 'format') return [];
  return [...mixedIssues(expr, checked), ...partsOf(expr).flatMap((part) => mixedIssuesIn(part, checked))];
}

function mixedIssues(expr: Expr, { types }: Checked): readonly Issue[] {
  const typeIn = (part: Expr, optional: boolean): CelType => {
    const type = types.get(part) ?? DYN;
    return optional ? (heldBy(type) ?? type) : type;
  };
  if (expr.kind === 'list') {
    const parts = expr.elements.map((part, index) => ({ at: part.at, type: typeIn(part, expr.optional.has(index)) }));
    return different(parts).slice(0, 1);
  }
  if (expr.kind !== 'map') return [];
  const keys = expr.entries.map(({ key }) => ({ at: key.at, type: typeIn(key, false) }));
  const values = expr.entries.map(({ value, optional }) => ({ at: value.at, type: typeIn(value, optional) }));
  return [...different(keys), ...different(values)];
}

/** Those that are not of the type of the first. */
function different(parts: readonly { readonly at: number; readonly type: CelType }[]): readonly Issue[] {
  const [first] = parts;
  return parts
    .filter(({ type }) => type.text !== first?.type.text)
    .map(({ at, type }) => ({ at, message: `expected type '${first?.type.text}' but found '${type.text}'` }));
}
