/** The rules of one object, evaluated within a budget. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go. */
import { type FieldError, fieldErrorText, type FieldErrorType, goValue } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { type Outcome, type Program } from '../../cel/environment.js';
import { CostLimitError, type Variables } from '../../cel/evaluate/frame.js';
import { type CelValue, Optional } from '../../cel/values/value.js';
import { type JSONSchemaProps, type ValidationRule } from '../schema.js';
import { CALL_LIMIT, type CompiledRule, OLD_SELF, type RuleEnvironment, SELF } from './compiled.js';
import { withMetadata } from './declared.js';
import { type Ratcheting } from './ratcheting.js';
import { valueOf } from './values.js';

export interface RuledValue {
  readonly schema: JSONSchemaProps;
  readonly isResource: boolean;
  readonly value: unknown;
  /** Undefined where there is none. */
  readonly old: unknown;
  readonly path: Path;
}

const REASONS: Readonly<Record<string, FieldErrorType>> = {
  FieldValueForbidden: 'FieldValueForbidden',
  FieldValueRequired: 'FieldValueRequired',
  FieldValueDuplicate: 'FieldValueDuplicate',
};
const LONGEST_MESSAGE = 5 * 1024;
const NO_MORE = 'no further validation rules will be run';
const NO_BUDGET = `validation failed due to running out of cost budget, ${NO_MORE}`;
const NO_MESSAGE_BUDGET = `messageExpression evaluation failed due to running out of cost budget, ${NO_MORE}`;

export class Evaluation {
  readonly errors: FieldError[] = [];
  /** Of what is wrong and was so before. */
  readonly warnings: string[] = [];
  readonly #env: RuleEnvironment;
  #budget: number;

  constructor(env: RuleEnvironment, budget: number) {
    this.#env = env;
    this.#budget = budget;
  }

  get exhausted(): boolean {
    return this.#budget < 0;
  }

  evaluate(rules: readonly CompiledRule[], place: RuledValue, ratcheting: Ratcheting): void {
    if (this.#budget <= 0) {
      this.#stop(place, NO_BUDGET);
      return;
    }
    for (const rule of rules) {
      if (this.exhausted) return;
      if (rule.error !== undefined) this.#fail(place, `rule compile error: ${rule.error}`);
      else if (rule.program !== undefined && this.#applies(rule, place, ratcheting)) {
        this.#evaluateRule(rule, rule.program, place, ratcheting);
      }
    }
  }

  /** A rule about changes needs something to compare with, unless it says otherwise. */
  #applies({ usesOldSelf, rule }: CompiledRule, { old }: RuledValue, { enabled }: Ratcheting): boolean {
    return !usesOldSelf || old !== undefined || (enabled && rule.optionalOldSelf === true);
  }

  #evaluateRule(compiled: CompiledRule, program: Program, place: RuledValue, ratcheting: Ratcheting): void {
    const { rule } = compiled;
    const variables = variablesFor(rule, place);
    const outcome = run(program, variables);
    if (outcome === undefined) {
      const limit = 'operation cancelled: actual cost limit exceeded';
      this.#stop(place, `'${limit}': ${NO_MORE} due to call cost exceeds limit for rule: ${shownRule(rule)}`);
    } else if (outcome.cost > this.#budget) this.#stop(place, NO_BUDGET);
    else {
      this.#budget -= outcome.cost;
      if ('error' in outcome) this.#fail(place, errorText(outcome.error.message, rule));
      else if (outcome.value !== true) this.#broken(compiled, variables, place, ratcheting);
    }
  }

  #fail(place: RuledValue, detail: string): void {
    this.errors.push(invalidAt(place.path, place.schema.type ?? '', detail));
  }

  #stop(place: RuledValue, detail: string): void {
    this.#fail(place, detail);
    this.#budget = -1;
  }

  #broken(compiled: CompiledRule, variables: Variables, place: RuledValue, ratcheting: Ratcheting): void {
    const { rule, fieldPath } = compiled;
    const path = fieldPath === '' ? place.path : place.path.child(fieldPath);
    const add = (error: FieldError): void => {
      const ratcheted = ratcheting.enabled && !compiled.usesOldSelf && ratcheting.unchanged;
      if (ratcheted) this.warnings.push(fieldErrorText(error));
      else this.errors.push(error);
    };
    const message = compiled.message === undefined ? undefined : this.#message(compiled.message, rule, variables);
    if (message !== undefined && 'stopped' in message) {
      add(invalidAt(path, place.schema.type ?? '', message.stopped));
      this.#budget = -1;
      return;
    }
    add(this.#ruleError(place, path, message?.text ?? ruleMessage(rule), rule.reason));
  }

  /** The text, `stopped` for what ends it all, or undefined where the expression gives none that can be used. */
  #message(
    program: Program,
    rule: ValidationRule,
    variables: Variables,
  ): { text: string } | { stopped: string } | undefined {
    const outcome = run(program, variables);
    if (outcome === undefined) {
      const quoted = goValue(rule.messageExpression ?? '');
      return { stopped: `${NO_MORE} due to call cost exceeds limit for messageExpression: ${quoted}` };
    }
    if (outcome.cost > this.#budget) return { stopped: NO_MESSAGE_BUDGET };
    this.#budget -= outcome.cost;
    const text = 'value' in outcome && typeof outcome.value === 'string' ? outcome.value.trim() : '';
    const usable = text !== '' && Buffer.byteLength(text) <= LONGEST_MESSAGE && !text.includes('\n');
    return usable ? { text } : undefined;
  }

  #ruleError({ schema, value }: RuledValue, path: Path, detail: string, reason: string | undefined): FieldError {
    const structured = schema.type === 'object' || schema.type === 'array';
    const shown = structured ? undefined : goValue(value);
    const type = REASONS[reason ?? ''] ?? 'FieldValueInvalid';
    const field = fieldOf(path);
    if (type === 'FieldValueForbidden' || type === 'FieldValueRequired') {
      return { type, field, value: undefined, detail };
    }
    return {
      ...{ type, field, value: this.#env.valuesShown ? shown : goValue(schema.type ?? '') },
      detail: type === 'FieldValueDuplicate' ? '' : detail,
    };
  }
}

/** Undefined where it took too much. */
function run(program: Program, variables: Variables): Outcome | undefined {
  try {
    return program.evaluate(variables, CALL_LIMIT);
  } catch (error) {
    if (error instanceof CostLimitError) return undefined;
    throw error;
  }
}

function invalidAt(path: Path, type: string, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field: fieldOf(path), value: goValue(type), detail };
}

/** The root has no name. */
function fieldOf(path: Path): string {
  const text = path.toString();
  return text === '' ? '<nil>' : text;
}

function errorText(message: string, rule: ValidationRule): string {
  if (message.startsWith('no such overload')) {
    return `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${shownRule(rule)}`;
  }
  return `${message} evaluating rule: ${shownRule(rule)}`;
}

function shownRule({ message = '', rule }: ValidationRule): string {
  return (message === '' ? rule : message).trim();
}

function ruleMessage(rule: ValidationRule): string {
  const { message = '' } = rule;
  return message === '' ? `failed rule: ${shownRule(rule)}` : message.trim();
}

function variablesFor(rule: ValidationRule, place: RuledValue): Variables {
  const schema = place.isResource ? withMetadata(place.schema) : place.schema;
  let self: CelValue | undefined;
  let old: CelValue | undefined;
  return (name) => {
    if (name === SELF) return (self ??= valueOf(place.value, schema));
    if (name !== OLD_SELF) return undefined;
    old ??= place.old === undefined ? undefined : valueOf(place.old, schema);
    return rule.optionalOldSelf === true ? new Optional(old) : old;
  };
}
