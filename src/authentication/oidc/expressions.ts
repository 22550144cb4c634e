/** Expressions over claims and users. Source: k8s.io/apiserver/pkg/authentication/cel/interface.go. */
import { type FieldError } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';

/** What an expression is about: the variable `claims`, or `user`. */
export type ExpressionSubject = 'claims' | 'user';

/** What an expression must come to; anything where it is not checked. */
export type ExpressionType = 'bool' | 'any';

export interface Expression {
  readonly text: string;
  /** True where it reads `claims.NAME` or `claims.?NAME`. */
  uses(claim: string): boolean;
  /**
   * A text, true or false, null, a list; an empty object for anything else. @param subject the claims, or the user.
   * @throws Error with cel-go's text.
   */
  evaluate(subject: Readonly<Record<string, unknown>>): unknown;
}

/** The expression, or what upstream says of the field `path` that holds it. */
export type Compile = (
  text: string,
  subject: ExpressionSubject,
  type: ExpressionType,
  path: Path,
) => Expression | FieldError;
