/** What a policy says of a request with one set of parameters. Source: k8s.io/apiserver/pkg/admission/plugin/policy/validating/validator.go. */
import { type Ask } from '../../cel/library/authorizers.js';
import { type CompiledPolicy } from './compiled.js';
import { BUDGET, BudgetError, evaluateAll, type Evaluated, MATCHING_BUDGET } from './conditions.js';
import { type PolicyValidation, type ValidatingPolicy } from './policies.js';
import { type PolicyInput, policyValues } from './values.js';

export interface Denial {
  readonly message: string;
  /** Undefined for one that is no more than an error. */
  readonly reason?: string;
  /** Which validation it is; 0 for an error of them all. */
  readonly index: number;
}

export interface Verdict {
  readonly denials: readonly Denial[];
  readonly annotations: readonly (readonly [string, string])[];
  /** Errors of annotations, which refuse the request whatever the binding says. */
  readonly annotationErrors: readonly string[];
}

const LONGEST_MESSAGE = 5 * 1024;
const NOTHING: Verdict = { denials: [], annotations: [], annotationErrors: [] };

export class PolicyValidator {
  readonly #spec: ValidatingPolicy['spec'];
  readonly #compiled: CompiledPolicy;
  readonly #fails: boolean;

  constructor({ spec }: ValidatingPolicy, compiled: CompiledPolicy) {
    this.#spec = spec;
    this.#compiled = compiled;
    this.#fails = spec.failurePolicy !== 'Ignore';
  }

  validate(input: PolicyInput, ask: Ask): Verdict {
    try {
      return this.#validate(input, ask);
    } catch (error) {
      if (error instanceof BudgetError) return { ...NOTHING, denials: this.#errors([error.message]) };
      throw error;
    }
  }

  #validate(input: PolicyInput, ask: Ask): Verdict {
    const { variables, validations, messages, auditAnnotations } = this.#compiled;
    const values = policyValues(input, ask);
    const matched = this.#matched(input, ask);
    if (matched !== true) return { ...NOTHING, denials: matched === false ? [] : this.#errors([matched]) };
    const { results, left } = evaluateAll(validations, values, variables, BUDGET);
    const shown = this.#messages(() => evaluateAll(messages, policyValues(input, undefined), variables, left).results);
    const denials = results.flatMap((result, index) => this.#denial(result, shown, index));
    const annotated = evaluateAll(auditAnnotations, values, variables, BUDGET).results;
    return { denials, ...this.#annotations(annotated) };
  }

  /** True or false; or what went wrong. */
  #matched(input: PolicyInput, ask: Ask): boolean | string {
    const { matchConditions, variables } = this.#compiled;
    // What is matched does not see the namespace.
    const values = policyValues({ ...input, namespace: undefined }, ask);
    try {
      const { results } = evaluateAll(matchConditions, values, variables, MATCHING_BUDGET);
      if (results.some((result) => result !== undefined && 'value' in result && result.value === false)) return false;
      const errors = results.flatMap((result) => (result !== undefined && 'error' in result ? [result.error] : []));
      return errors.length === 0 || this.#failure(errors);
    } catch (error) {
      if (error instanceof BudgetError) return this.#failure([error.message]);
      throw error;
    }
  }

  #failure(errors: readonly string[]): false | string {
    if (!this.#fails) return false;
    const [only] = errors;
    return errors.length === 1 && only !== undefined ? only : `[${[...new Set(errors)].join(', ')}]`;
  }

  #errors(messages: readonly string[], index = 0): Denial[] {
    return this.#fails ? messages.map((message) => ({ message, index })) : [];
  }

  #messages(evaluate: () => readonly (Evaluated | undefined)[]): readonly (Evaluated | undefined)[] | string {
    try {
      return evaluate();
    } catch (error) {
      if (error instanceof BudgetError) return `failed messageExpression: ${error.message}`;
      throw error;
    }
  }

  #denial(
    result: Evaluated | undefined,
    messages: readonly (Evaluated | undefined)[] | string,
    index: number,
  ): readonly Denial[] {
    const validation = this.#spec.validations?.[index];
    if (result === undefined || validation === undefined) return [];
    if ('error' in result) return this.#errors([result.error], index);
    if (typeof messages === 'string') return this.#errors([messages], index);
    if (result.value === true) return [];
    return [{ message: messageOf(validation, messages[index]), reason: validation.reason ?? 'Invalid', index }];
  }

  #annotations(results: readonly (Evaluated | undefined)[]): Omit<Verdict, 'denials'> {
    const annotations: (readonly [string, string])[] = [];
    const annotationErrors: string[] = [];
    for (const [index, result] of results.entries()) {
      const key = this.#spec.auditAnnotations?.[index]?.key ?? '';
      if (result === undefined) continue;
      if ('error' in result) {
        if (this.#fails) annotationErrors.push(result.error);
      } else if (typeof result.value === 'string' && result.value.trim() !== '') {
        annotations.push([key, result.value.trim()]);
      }
    }
    return { annotations, annotationErrors };
  }
}

function messageOf({ message = '', expression }: PolicyValidation, evaluated: Evaluated | undefined): string {
  const value = evaluated !== undefined && 'value' in evaluated ? evaluated.value : undefined;
  const made = typeof value === 'string' ? value.trim() : '';
  const usable = made !== '' && Buffer.byteLength(made) <= LONGEST_MESSAGE && !made.includes('\n');
  if (usable) return made;
  return message === '' || message.trim() === '' ? `failed expression: ${expression.trim()}` : message.trim();
}
