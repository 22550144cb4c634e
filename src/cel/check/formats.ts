/** Formats that are written out, checked with what they are to show. Source: cel-go ext/formatting.go (stringFormatValidator). */
import { type Issue } from '../issues.js';
import { CLAUSES, type Clause, FormatError, formatted, unfit } from '../library/format-clauses.js';
import { type CallExpr, type Expr } from '../syntax/tree.js';
import { DYN } from '../types.js';
import { typeValue } from '../values/type-value.js';
import { type Checked, type Resolved } from './checker.js';

/** Those of a call of `format`. */
export function formatIssues(
  expr: CallExpr,
  { name, args: [format, given] }: Resolved,
  checked: Checked,
): readonly Issue[] {
  if (name !== 'format') return [];
  if (format?.kind !== 'literal' || typeof format.value !== 'string' || given?.kind !== 'list') return [];
  const { elements } = given;
  let blamed: Expr | undefined;
  const verify = ({ verb }: Clause, index: number): string => {
    const element = elements[index];
    blamed = element === undefined ? undefined : misfit(verb, element, checked);
    if (blamed !== undefined) unfit(verb, typeNameOf(blamed, checked), index);
    return '';
  };
  try {
    const { clauses } = formatted(format.value, elements.length, verify);
    if (elements.length <= clauses) return [];
    const counts = `(expected ${clauses}, got ${elements.length})`;
    return [{ at: expr.at, message: `too many arguments supplied to string.format ${counts}` }];
  } catch (error) {
    if (error instanceof FormatError) return [{ at: blamed?.at ?? expr.at, message: error.message }];
    throw error;
  }
}

function typeNameOf(expr: Expr, { types }: Checked): string {
  return typeValue(types.get(expr) ?? DYN).name;
}

/** What a clause cannot show; in lists and maps that are written out every part counts. */
function misfit(verb: string, expr: Expr, checked: Checked): Expr | undefined {
  const name = typeNameOf(expr, checked);
  if (name !== 'dyn' && CLAUSES[verb.toLowerCase()]?.types.includes(name) !== true) return expr;
  if (verb !== 's') return undefined;
  for (const part of partsOf(expr)) {
    const found = misfit(verb, part, checked);
    if (found !== undefined) return found;
  }
  return undefined;
}

function partsOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'list') return expr.elements;
  return expr.kind === 'map' ? expr.entries.flatMap(({ key, value }) => [key, value]) : [];
}
