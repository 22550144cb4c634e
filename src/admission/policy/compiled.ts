/** A policy's expressions, compiled once. Source: k8s.io/apiserver/pkg/admission/plugin/policy/validating/plugin.go (compilePolicy). */
import { Environment } from '../../cel/environment.js';
import { type CompiledExpression, PolicyCompiler } from '../../cel/policies/compiler.js';
import { BOOL, type CelType, NULL, STRING } from '../../cel/types.js';
import { type Features } from '../../features/features.js';
import { storedExpressions } from '../../features/stored-expressions.js';
import { type Condition } from './conditions.js';
import { type ValidatingPolicy } from './policies.js';

export interface CompiledPolicy {
  readonly variables: ReadonlyMap<string, CompiledExpression>;
  readonly matchConditions: readonly Condition[];
  readonly validations: readonly Condition[];
  /** Undefined for a validation without. */
  readonly messages: readonly (Condition | undefined)[];
  readonly auditAnnotations: readonly Condition[];
}

const environments = new WeakMap<Features, Environment>();

function environmentOf(features: Features): Environment {
  const known = environments.get(features);
  if (known !== undefined) return known;
  const made = new Environment(storedExpressions(features), features.behaviours);
  environments.set(features, made);
  return made;
}

export function compilePolicy({ spec }: ValidatingPolicy, features: Features): CompiledPolicy {
  const { paramKind, variables = [], matchConditions = [], validations = [], auditAnnotations = [] } = spec;
  const compiler = new PolicyCompiler(environmentOf(features), true);
  const params = paramKind !== undefined;
  const condition = (expression: string, returns: readonly CelType[], authorizer = true): Condition => ({
    expression,
    compiled: compiler.compile(expression, { params, authorizer }, returns),
  });
  const compiled = variables.map(
    ({ name, expression }) => [name, compiler.compileVariable(name, expression, { params, authorizer: true })] as const,
  );
  return {
    variables: new Map(compiled),
    matchConditions: matchConditions.map(({ expression }) => condition(expression, [BOOL])),
    validations: validations.map(({ expression }) => condition(expression, [BOOL])),
    messages: validations.map(({ messageExpression = '' }) =>
      messageExpression === '' ? undefined : condition(messageExpression, [STRING], false),
    ),
    auditAnnotations: auditAnnotations.map(({ valueExpression }) => condition(valueExpression, [STRING, NULL])),
  };
}
