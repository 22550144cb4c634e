/** Compiles conditions over what an authorizer is asked. Source: k8s.io/apiserver/pkg/authorization/cel/{compile,matcher}.go. */
import { invalid } from '../apis/field/errors.js';
import { type Declarations, Environment, type Program } from '../cel/environment.js';
import { CostLimitError } from '../cel/evaluate/frame.js';
import { fieldProblem } from '../cel/field-problem.js';
import { type CelType, listOf, mapOf, STRING, structOf } from '../cel/types.js';
import { fromJson } from '../cel/values/json.js';
import { type Features } from '../features/features.js';
import { storedExpressions } from '../features/stored-expressions.js';
import { type CompileCondition, type Condition } from './match-conditions.js';

/** Cost units. Source: k8s.io/apiserver/pkg/apis/cel/config.go (PerCallLimit). */
const LIMIT = 1_000_000;

export function conditionCompiler(features: Features): CompileCondition {
  const environment = new Environment(storedExpressions(features), features.behaviours);
  const declarations = declarationsOf(features.enabled('AuthorizeWithSelectors'));
  return (text, path) => {
    const compiled = environment.compile(text, declarations);
    if ('failed' in compiled) return fieldProblem(path, text, compiled);
    const { resultType } = compiled.program;
    if (resultType.kind !== 'bool') return invalid(path, text, `must evaluate to bool but got ${resultType.text}`);
    return condition(compiled.program);
  };
}

function condition(program: Program): Condition {
  return (request) => {
    const value = fromJson(request);
    try {
      const outcome = program.evaluate((name) => (name === 'request' ? value : undefined), LIMIT);
      return 'value' in outcome ? outcome.value === true : outcome.error.message;
    } catch (error) {
      if (error instanceof CostLimitError) return error.message;
      throw error;
    }
  };
}

function declarationsOf(selectors: boolean): Declarations {
  const texts = (...names: string[]): [string, CelType][] => names.map((name) => [name, STRING]);
  const requirements = listOf(structOf('kubernetes.SelectorRequirement'));
  const selector = new Map([...texts('rawSelector'), ['requirements', requirements] as const]);
  return {
    variables: { request: structOf('kubernetes.SubjectAccessReviewSpec') },
    objects: new Map<string, ReadonlyMap<string, CelType>>([
      [
        'kubernetes.SubjectAccessReviewSpec',
        new Map([
          ['resourceAttributes', structOf('kubernetes.ResourceAttributes')],
          ['nonResourceAttributes', structOf('kubernetes.NonResourceAttributes')],
          ...texts('user', 'uid'),
          ['groups', listOf(STRING)],
          ['extra', mapOf(STRING, listOf(STRING))],
        ]),
      ],
      [
        'kubernetes.ResourceAttributes',
        new Map([
          ...texts('namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'),
          ...(selectors ? SELECTORS : []),
        ]),
      ],
      ['kubernetes.NonResourceAttributes', new Map(texts('path', 'verb'))],
      ['kubernetes.FieldSelectorAttributes', selector],
      ['kubernetes.LabelSelectorAttributes', selector],
      ['kubernetes.SelectorRequirement', new Map([...texts('key', 'operator'), ['values', listOf(STRING)]])],
    ]),
  };
}

const SELECTORS: readonly (readonly [string, CelType])[] = [
  ['fieldSelector', structOf('kubernetes.FieldSelectorAttributes')],
  ['labelSelector', structOf('kubernetes.LabelSelectorAttributes')],
];
