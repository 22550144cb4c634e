/** What an evaluation works on. Source: cel-go interpreter/{activation,runtimecost}.go. */
import { type CelValue, EvaluationError } from '../values/value.js';

/** Ends an evaluation that took too much; nothing absorbs it. */
export class CostLimitError extends Error {
  override readonly name = 'CostLimitError';

  constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

/** The value of a variable; undefined for one that has none. */
export type Variables = (name: string) => CelValue | undefined;

export class Frame {
  cost = 0;
  readonly #variables: Variables;
  readonly #limit: number;
  /** Of comprehensions; an error may wait in one. */
  readonly #locals: (CelValue | EvaluationError)[] = [];

  constructor(variables: Variables, limit: number) {
    this.#variables = variables;
    this.#limit = limit;
  }

  /** @throws CostLimitError */
  spend(cost: number): void {
    this.cost += cost;
    if (this.cost > this.#limit) throw new CostLimitError();
  }

  variable(name: string): CelValue {
    const value = this.#variables(name);
    if (value === undefined) throw new EvaluationError(`no such attribute(s): ${name}`);
    return value;
  }

  local(slot: number): CelValue {
    const value = this.#locals[slot] ?? null;
    if (value instanceof EvaluationError) throw value;
    return value;
  }

  setLocal(slot: number, value: CelValue | EvaluationError): void {
    this.#locals[slot] = value;
  }

  /** The value, or the error that evaluating it gives. */
  attempt(evaluate: Evaluate): CelValue | EvaluationError {
    try {
      return evaluate(this);
    } catch (error) {
      if (error instanceof EvaluationError) return error;
      throw error;
    }
  }
}

/** @throws EvaluationError, CostLimitError */
export type Evaluate = (frame: Frame) => CelValue;
