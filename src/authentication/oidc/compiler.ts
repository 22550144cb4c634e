/** Compiles expressions over claims and users. Sources: k8s.io/apiserver/pkg/authentication/cel/{compile,mapper}.go, k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go. */
import { invalid } from '../../apis/field/errors.js';
import { type Declarations, Environment, type Program } from '../../cel/environment.js';
import { CostLimitError } from '../../cel/evaluate/frame.js';
import { fieldProblem } from '../../cel/field-problem.js';
import { ANY, listOf, mapOf, STRING, structOf } from '../../cel/types.js';
import { fromJson } from '../../cel/values/json.js';
import { LazyMap } from '../../cel/values/lazy.js';
import { type CelValue, isList } from '../../cel/values/value.js';
import { type Features } from '../../features/features.js';
import { storedExpressions } from '../../features/stored-expressions.js';
import { type Compile, type Expression, type ExpressionSubject } from './expressions.js';

const USER = 'kubernetes.UserInfo';
/** Cost units. Source: k8s.io/apiserver/pkg/apis/cel/config.go (PerCallLimit). */
const LIMIT = 1_000_000;

const DECLARATIONS: Readonly<Record<ExpressionSubject, Declarations>> = {
  claims: { variables: { claims: mapOf(STRING, ANY) } },
  user: {
    variables: { user: structOf(USER) },
    objects: new Map([
      [
        USER,
        new Map([
          ...([
            ['username', STRING],
            ['uid', STRING],
          ] as const),
          ['groups', listOf(STRING)],
          ['extra', mapOf(STRING, listOf(STRING))],
        ]),
      ],
    ]),
  },
};

export function claimCompiler(features: Features): Compile {
  const environment = new Environment(storedExpressions(features), features.behaviours);
  const lazy = features.behaviours.claimsReadOneByOne;
  return (text, subject, type, path) => {
    const compiled = environment.compile(text, DECLARATIONS[subject]);
    if ('failed' in compiled && compiled.failed === 'compilation') return fieldProblem(path, text, compiled);
    if ('program' in compiled && type === 'bool' && compiled.program.resultType.kind !== 'bool') {
      return invalid(path, text, 'must evaluate to bool');
    }
    return 'failed' in compiled
      ? fieldProblem(path, text, compiled)
      : expression(text, subject, compiled.program, lazy);
  };
}

function expression(text: string, subject: ExpressionSubject, program: Program, lazy: boolean): Expression {
  return {
    text,
    uses: (claim) => program.selects('claims', claim),
    evaluate: (data) => {
      const value = lazy ? new LazyMap(data) : fromJson(data);
      return plain(evaluate(program, (name) => (name === subject ? value : undefined)));
    },
  };
}

/** @throws Error with cel-go's text */
function evaluate(program: Program, variables: (name: string) => CelValue | undefined): CelValue {
  let outcome;
  try {
    outcome = program.evaluate(variables, LIMIT);
  } catch (error) {
    if (!(error instanceof CostLimitError)) throw error;
    throw new Error(error.message, { cause: error });
  }
  if ('error' in outcome) throw new Error(outcome.error.message, { cause: outcome.error });
  return outcome.value;
}

function plain(value: CelValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  // Upstream does not understand the lists that functions make in Go: those of split() and findAll().
  return isList(value) && value.native !== true ? value.items : {};
}
