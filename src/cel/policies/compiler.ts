/** The expressions of one policy, compiled. Source: k8s.io/apiserver/pkg/admission/plugin/cel/{compile,composition}.go. */
import { type Environment, type Program } from '../environment.js';
import { goTypeText } from '../type-text.js';
import { type CelType, DYN, itemType, listOf, mapOf, valueType } from '../types.js';
import { type PolicyNames, policyDeclarations } from './declared.js';

export type CompiledExpression =
  | { readonly program: Program }
  /** `internal`: no program could be made of what is right otherwise. */
  | { readonly wrong: string; readonly internal: boolean };

const KEPT: ReadonlySet<string> = new Set('bool bytes double duration int null string timestamp uint'.split(' '));

export class PolicyCompiler {
  readonly #environment: Environment;
  readonly #variables: Map<string, CelType> | undefined;

  /** `composes`: the policy may have variables. */
  constructor(environment: Environment, composes: boolean) {
    this.#environment = environment;
    this.#variables = composes ? new Map() : undefined;
  }

  /** `returns`: the types that it may have; empty for any. */
  compile(expression: string, names: PolicyNames, returns: readonly CelType[]): CompiledExpression {
    const compiled = this.#environment.compile(expression, policyDeclarations(names, this.#variables));
    if ('failed' in compiled) {
      const internal = compiled.failed === 'instantiation';
      const what = internal ? 'program instantiation' : 'compilation';
      return { wrong: `${what} failed: ${compiled.message}`, internal };
    }
    const { resultType } = compiled.program;
    if (returns.length === 0 || returns.some(({ text }) => text === resultType.text)) return compiled;
    const wanted = returns.map(goTypeText);
    const expected = wanted.length === 1 ? wanted.join('') : `one of [${wanted.join(' ')}]`;
    return { wrong: `must evaluate to ${expected} but got ${goTypeText(resultType)}`, internal: false };
  }

  /** A variable, which what is compiled after it may name. */
  compileVariable(name: string, expression: string, names: PolicyNames): CompiledExpression {
    const compiled = this.compile(expression, names, []);
    this.#variables?.set(name, 'program' in compiled ? variableType(compiled.program.resultType) : DYN);
    return compiled;
  }
}

/** Objects and what libraries have are not known of variables. */
function variableType(type: CelType): CelType {
  if (type.kind === 'list') return listOf(variableType(itemType(type)));
  if (type.kind === 'map') return mapOf(variableType(itemType(type)), variableType(valueType(type)));
  return KEPT.has(type.kind) ? type : DYN;
}
