/** Which requests a webhook is asked about. Source: k8s.io/apiserver/pkg/authorization/cel. */
import { aggregate } from '../apis/aggregate.js';
import { type WebhookConfiguration } from '../apis/apiserver/authorization.js';
import { duplicate, type FieldError, required, tooMany } from '../apis/field/errors.js';
import { type Path } from '../apis/field/path.js';
import { type AccessReviewSpec } from './access-review-spec.js';

const MOST = 64;

/** A condition over the variable `request`: whether it holds, or cel-go's text of why that cannot be told. */
export type Condition = (request: Readonly<Record<string, unknown>>) => boolean | string;

/** The condition, or what upstream says of the field `path` that holds it. */
export type CompileCondition = (text: string, path: Path) => Condition | FieldError;

/** True where all hold, false where one does not, else what went wrong. */
export type MatchConditions = (spec: AccessReviewSpec) => boolean | string;

export function compileMatchConditions(
  { matchConditions = [] }: WebhookConfiguration,
  path: Path,
  compile: CompileCondition,
): { errors: FieldError[]; conditions: MatchConditions } {
  const root = path.child('matchConditions');
  const compiled: (readonly [text: string, condition: Condition])[] = [];
  if (matchConditions.length > MOST) {
    return { errors: [tooMany(root, matchConditions.length, MOST)], conditions: () => true };
  }
  const seen = new Set<string>();
  const errors = matchConditions.flatMap(({ expression = '' }, i) => {
    const at = root.index(i).child('expression');
    if (expression.trim() === '') return [required(at)];
    if (seen.has(expression)) return [duplicate(at, expression)];
    seen.add(expression);
    const condition = compile(expression, at);
    if (typeof condition !== 'function') return [condition];
    compiled.push([expression, condition]);
    return [];
  });
  return { errors, conditions: (spec) => evaluate(compiled, spec) };
}

function evaluate(
  compiled: readonly (readonly [text: string, condition: Condition])[],
  spec: AccessReviewSpec,
): boolean | string {
  if (compiled.length === 0) return true;
  const request = requestOf(spec);
  const errors: string[] = [];
  for (const [text, condition] of compiled) {
    const outcome = condition(request);
    if (outcome === false) return false;
    if (outcome !== true) errors.push(`cel evaluation error: expression '${text}' resulted in error: ${outcome}`);
  }
  return errors.length === 0 ? true : aggregate(errors);
}

const ATTRIBUTES = { namespace: '', verb: '', group: '', version: '', resource: '', subresource: '', name: '' };

/** Every text is there, if empty. */
function requestOf(spec: AccessReviewSpec): Readonly<Record<string, unknown>> {
  const { user = '', groups = [], uid = '', extra = {}, resourceAttributes, nonResourceAttributes } = spec;
  return {
    ...{ user, groups, uid, extra },
    ...(resourceAttributes && { resourceAttributes: { ...ATTRIBUTES, ...resourceAttributes } }),
    ...(nonResourceAttributes && { nonResourceAttributes: { verb: '', path: '', ...nonResourceAttributes } }),
  };
}
