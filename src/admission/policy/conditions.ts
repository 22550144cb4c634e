/** Expressions evaluated one after another, within a budget. Source: k8s.io/apiserver/pkg/admission/plugin/cel/{activation,composition}.go. */
import { type Outcome, type Program } from '../../cel/environment.js';
import { CostLimitError, type Variables } from '../../cel/evaluate/frame.js';
import { type CompiledExpression } from '../../cel/policies/compiler.js';
import { type CelValue, EvaluationError, MapValue } from '../../cel/values/value.js';

/** Source: k8s.io/apiserver/pkg/apis/cel/config.go. */
export const BUDGET = 10_000_000;
export const MATCHING_BUDGET = BUDGET / 4;
const CALL_LIMIT = 1_000_000;

export interface Condition {
  readonly expression: string;
  readonly compiled: CompiledExpression;
}

export type Evaluated = { readonly value: CelValue } | { readonly error: string };

/** Nothing more is evaluated: the budget is used up. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

const EXHAUSTED = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** What they give, and what is left of the budget. @throws BudgetError */
export function evaluateAll(
  conditions: readonly (Condition | undefined)[],
  values: Variables,
  variables: ReadonlyMap<string, CompiledExpression>,
  budget: number,
): { results: readonly (Evaluated | undefined)[]; left: number } {
  let left = budget;
  const spend = (cost: number): void => {
    if (cost > left) throw new BudgetError(EXHAUSTED);
    left -= cost;
  };
  const composed = new ComposedVariables(variables, values);
  const named: Variables = (name) => (name === 'variables' ? composed : values(name));
  const results = conditions.map((condition): Evaluated | undefined => {
    if (condition === undefined) return undefined;
    const { expression, compiled } = condition;
    if ('wrong' in compiled) return { error: `compilation error: ${compiled.wrong}` };
    const outcome = run(compiled.program, named);
    spend(composed.takeCost());
    spend(outcome.cost);
    if ('value' in outcome) return { value: outcome.value };
    return { error: `expression '${expression}' resulted in error: ${outcome.error.message}` };
  });
  return { results, left };
}

/** What takes more than one expression may is an error of its own. */
function run(program: Program, values: Variables): Outcome {
  try {
    return program.evaluate(values, CALL_LIMIT);
  } catch (error) {
    if (error instanceof CostLimitError) return { cost: CALL_LIMIT, error: new EvaluationError(error.message) };
    throw error;
  }
}

/** The policy's own variables, each evaluated once when it is named. */
class ComposedVariables extends MapValue {
  readonly #compiled: ReadonlyMap<string, CompiledExpression>;
  readonly #values: Variables;
  readonly #known = new Map<string, CelValue | EvaluationError>();
  #cost = 0;

  constructor(compiled: ReadonlyMap<string, CompiledExpression>, values: Variables) {
    super();
    this.#compiled = compiled;
    this.#values = values;
  }

  get size(): number {
    return this.#compiled.size;
  }

  keys(): readonly CelValue[] {
    return [...this.#compiled.keys()];
  }

  get(key: CelValue): CelValue | undefined {
    const name = typeof key === 'string' ? key : '';
    const compiled = this.#compiled.get(name);
    if (compiled === undefined) return undefined;
    const value = this.#known.get(name) ?? this.#evaluate(name, compiled);
    this.#known.set(name, value);
    if (value instanceof EvaluationError) throw value;
    return value;
  }

  /** Of those evaluated since it was asked last. */
  takeCost(): number {
    const cost = this.#cost;
    this.#cost = 0;
    return cost;
  }

  #evaluate(name: string, compiled: CompiledExpression): CelValue | EvaluationError {
    const failed = (how: string, why: string): EvaluationError =>
      new EvaluationError(`composited variable "${name}" fails to ${how}: ${why}`);
    if ('wrong' in compiled) return failed('compile', compiled.wrong);
    const named: Variables = (variable) => (variable === 'variables' ? this : this.#values(variable));
    const outcome = run(compiled.program, named);
    this.#cost += outcome.cost;
    return 'value' in outcome ? outcome.value : failed('evaluate', outcome.error.message);
  }
}
