/** What an expression reads of a variable. Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go (hasSelectExp). */
import { OPTIONAL_SELECT } from './operators.js';
import { type Expr } from './tree.js';

/** True for `variable.field` and `variable.?field` anywhere in it; `variable["field"]` does not count. */
export function selects(expr: Expr, variable: string, field: string): boolean {
  return isSelection(expr, variable, field) || partsOf(expr).some((part) => selects(part, variable, field));
}

function isSelection(expr: Expr, variable: string, field: string): boolean {
  if (expr.kind === 'select') return isVariable(expr.operand, variable) && expr.field === field;
  if (expr.kind !== 'call' || expr.name !== OPTIONAL_SELECT) return false;
  const [operand, name] = expr.args;
  return isVariable(operand, variable) && name?.kind === 'literal' && name.value === field;
}

function isVariable(expr: Expr | undefined, variable: string): boolean {
  return expr?.kind === 'ident' && expr.name === variable;
}

/** The expressions right below. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'ident':
    case 'literal':
      return [];
    case 'select':
      return [expr.operand];
    case 'call':
      return expr.target === undefined ? expr.args : [...expr.args, expr.target];
    case 'list':
      return expr.elements;
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expr.fields.map(({ value }) => value);
    case 'comprehension':
      return [expr.range, expr.init, expr.condition, expr.step, expr.result];
  }
}
