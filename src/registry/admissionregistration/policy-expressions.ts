/** The expressions of a policy, compiled when it is written. Source: pkg/apis/admissionregistration/validation/validation.go. */
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isIdentifier } from '../../cel/field-names.js';
import { Environment } from '../../cel/environment.js';
import { type CompiledExpression, PolicyCompiler } from '../../cel/policies/compiler.js';
import { type PolicyNames } from '../../cel/policies/declared.js';
import { BOOL, type CelType, NULL, STRING } from '../../cel/types.js';
import { type Features } from '../../features/features.js';
import { storedExpressions } from '../../features/stored-expressions.js';

/** How one policy's expressions are checked; `kept`: those that it had before, which may name more than new ones. */
export class PolicyExpressions {
  readonly #params: boolean;
  readonly #kept: ReadonlySet<string>;
  readonly #fresh: PolicyCompiler;
  readonly #stored: PolicyCompiler;
  readonly #plain: PolicyCompiler;

  constructor(
    features: Features,
    { params, composes, kept }: { params: boolean; composes: boolean; kept: ReadonlySet<string> },
  ) {
    const { behaviours } = features;
    const environment = new Environment(behaviours, behaviours);
    this.#params = params;
    this.#kept = kept;
    this.#fresh = new PolicyCompiler(environment, composes);
    this.#stored = new PolicyCompiler(new Environment(storedExpressions(features), behaviours), composes);
    this.#plain = new PolicyCompiler(environment, false);
  }

  /** Match conditions know nothing of variables. */
  matchCondition(expression: string, path: Path): FieldError[] {
    const text = expression.trim();
    return errorsOf(text, this.#plain.compile(text, this.#names(true), [BOOL]), path);
  }

  /** Whether a variable can be written as it is named. */
  takesName(name: string): boolean {
    return isIdentifier(name);
  }

  variable(name: string, expression: string, path: Path): FieldError[] {
    const compiled = [this.#stored, this.#fresh].map((one) => one.compileVariable(name, expression, this.#names(true)));
    return errorsOf(expression, compiled[this.#kept.has(expression) ? 0 : 1], path);
  }

  validation(expression: string, path: Path): FieldError[] {
    return this.#errors(expression, expression, [BOOL], path);
  }

  message(expression: string, path: Path): FieldError[] {
    return this.#errors(expression, expression, [STRING], path, false);
  }

  auditAnnotation(expression: string, path: Path): FieldError[] {
    return this.#errors(expression.trim(), expression, [STRING, NULL], path);
  }

  #names(authorizer: boolean): PolicyNames {
    return { params: this.#params, authorizer };
  }

  #errors(text: string, shown: string, returns: readonly CelType[], path: Path, authorizer = true): FieldError[] {
    const compiler = this.#kept.has(shown) ? this.#stored : this.#fresh;
    return errorsOf(shown, compiler.compile(text, this.#names(authorizer), returns), path);
  }
}

function errorsOf(shown: string, compiled: CompiledExpression | undefined, path: Path): FieldError[] {
  if (compiled === undefined || 'program' in compiled) return [];
  if (!compiled.internal) return [invalid(path, shown, compiled.wrong)];
  return [{ type: 'InternalError', field: path.toString(), value: undefined, detail: compiled.wrong }];
}
