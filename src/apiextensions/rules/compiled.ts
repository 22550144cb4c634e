/** The rules of one schema, compiled. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go. */
import { type Compiled, type Declarations, type Environment, type Program } from '../../cel/environment.js';
import { optionalOf } from '../../cel/types.js';
import { FieldPathError, findField } from '../field-path.js';
import { type JSONSchemaProps, type ValidationRule } from '../schema.js';
import { type Declared, objectTypes, sizesIn } from './declared.js';

/** How a version has rules. */
export interface RuleEnvironment {
  readonly environment: Environment;
  /** Rules may name oldSelf, and what they cost is limited. */
  readonly transitions: boolean;
  /** Errors show the value, where that is no list or object; before, its type. */
  readonly valuesShown: boolean;
}

/** What evaluating one expression may take. Source: k8s.io/apiserver/pkg/apis/cel/config.go. */
export const CALL_LIMIT = 1_000_000;
export const SELF = 'self';
export const OLD_SELF = 'oldSelf';
/** Upstream names the type anew each time, so that nobody comes to depend on it. */
export const SELF_TYPE = 'selfType1';

export interface CompiledRule {
  readonly rule: ValidationRule;
  /** Undefined for one that does not compile, or that is empty. */
  readonly program?: Program;
  readonly error?: string;
  readonly usesOldSelf: boolean;
  readonly cost: number;
  readonly message?: Program;
  readonly messageError?: string;
  readonly messageCost: number;
  /** Below the place of the rule; '' for that place. */
  readonly fieldPath: string;
}

/** `declared`: by the schema. */
export function compileRules(schema: JSONSchemaProps, declared: Declared, env: RuleEnvironment): CompiledRule[] {
  const objects = objectTypes(declared);
  return (schema['x-kubernetes-validations'] ?? []).map((rule) => {
    const { type: self } = declared;
    const oldSelf = rule.optionalOldSelf === true ? optionalOf(self) : self;
    const variables = env.transitions ? { self, oldSelf } : { self };
    return new RuleCompiler(rule, schema, declared, env).compile({ variables, objects });
  });
}

class RuleCompiler {
  readonly #rule: ValidationRule;
  readonly #schema: JSONSchemaProps;
  readonly #declared: Declared;
  readonly #env: RuleEnvironment;

  constructor(rule: ValidationRule, schema: JSONSchemaProps, declared: Declared, env: RuleEnvironment) {
    this.#rule = rule;
    this.#schema = schema;
    this.#declared = declared;
    this.#env = env;
  }

  compile(declarations: Declarations): CompiledRule {
    const nothing = { rule: this.#rule, usesOldSelf: false, cost: 0, messageCost: 0, fieldPath: '' };
    if (this.#rule.rule.trim() === '') return nothing;
    const compiled = this.#env.environment.compile(this.#rule.rule, declarations);
    const error = errorOf(compiled, '');
    if (!('program' in compiled) || error !== undefined) return { ...nothing, error: error ?? '' };
    const { program } = compiled;
    if (program.resultType.kind !== 'bool') return { ...nothing, error: 'cel expression must evaluate to a bool' };
    return {
      ...{ ...nothing, program, usesOldSelf: program.names(OLD_SELF) },
      cost: program.estimate(sizesIn(this.#declared)).max,
      fieldPath: this.#fieldPath(),
      ...this.#message(declarations),
    };
  }

  #message(declarations: Declarations): Partial<CompiledRule> {
    const { messageExpression = '' } = this.#rule;
    if (messageExpression === '') return {};
    const compiled = this.#env.environment.compile(messageExpression, declarations);
    const error = errorOf(compiled, 'messageExpression ');
    if (!('program' in compiled) || error !== undefined) return { messageError: error ?? '' };
    const { program } = compiled;
    if (program.resultType.kind !== 'string') return { messageError: 'messageExpression must evaluate to a string' };
    return { message: program, messageCost: program.estimate(sizesIn(this.#declared)).max };
  }

  #fieldPath(): string {
    const { fieldPath = '' } = this.#rule;
    if (fieldPath === '') return '';
    try {
      return findField(fieldPath, this.#schema, true).path.toString();
    } catch (error) {
      if (error instanceof FieldPathError) return '';
      throw error;
    }
  }
}

function errorOf(compiled: Compiled, what: string): string | undefined {
  if ('program' in compiled) return undefined;
  const { failed, message } = compiled;
  if (failed === 'compilation') return `${what}compilation failed: ${message}`;
  return `${what === '' ? 'program ' : what}instantiation failed: ${message}`;
}
