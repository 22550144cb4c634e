/** Expressions over claims and users. Source: k8s.io/apiserver/pkg/authentication/cel. */

/** What an expression is about: the variable `claims`, or `user`. */
export type ExpressionSubject = 'claims' | 'user';

/** What an expression must come to; anything where it is not checked. */
export type ExpressionType = 'bool' | 'any';

export interface Expression {
  readonly text: string;
  /** True where it reads `claims.NAME`, or `claims[?"NAME"]`. */
  uses(claim: string): boolean;
  /** @param subject the claims, or the user. @throws Error with cel-go's text. */
  evaluate(subject: Readonly<Record<string, unknown>>): unknown;
}

/** @throws Error with the text that upstream gives for an expression that is not good. */
export type Compile = (text: string, subject: ExpressionSubject, type: ExpressionType) => Expression;
