/** The words of an expression one by one, with the errors of ANTLR's default strategy. Source: antlr4 error_strategy.go. */
import { type Issue } from '../issues.js';
import { expectedText } from './expectations.js';
import { type Token, tokensOf } from './tokens.js';

/** Ends the reading where nothing sensible can follow; the issue is reported already. */
export class SyntaxStop extends Error {
  override readonly name = 'SyntaxStop';
}

export class TokenReader {
  readonly expression: string;
  readonly issues: Issue[];
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(expression: string) {
    this.expression = expression;
    const { tokens, issues } = tokensOf(expression);
    this.#tokens = tokens;
    this.issues = [...issues];
  }

  get next(): Token {
    return this.ahead(0);
  }

  /** The end, where there are no more. */
  ahead(count: number): Token {
    const token = this.#tokens[Math.min(this.#position + count, this.#tokens.length - 1)];
    if (token === undefined) throw new SyntaxStop();
    return token;
  }

  skip(count = 1): void {
    this.#position += count;
  }

  take(): Token {
    const token = this.next;
    this.#position += 1;
    return token;
  }

  takes(type: string): boolean {
    if (this.next.type !== type) return false;
    this.#position += 1;
    return true;
  }

  report(at: number, message: string): void {
    this.issues.push({ at, message });
  }

  stop(at: number, message: string): never {
    this.report(at, message);
    throw new SyntaxStop();
  }

  /** One token too many is skipped, with an error. @throws SyntaxStop */
  sync(expected: ReadonlySet<string>): void {
    const { type, text, start } = this.next;
    if (expected.has(type)) return;
    const wanted = expectedText(expected);
    if (!expected.has(this.ahead(1).type)) {
      this.stop(start, `Syntax error: mismatched input '${text}' expecting ${wanted}`);
    }
    this.report(start, `Syntax error: extraneous input '${text}' expecting ${wanted}`);
    this.#position += 1;
  }

  /** `follows`: where one of these stands in the token's place, the token is taken as forgotten. @throws SyntaxStop */
  expect(type: string, follows?: ReadonlySet<string>): Token {
    const { type: found, start, text } = this.next;
    if (found !== type && this.ahead(1).type !== type && follows?.has(found) === true) {
      this.report(start, `Syntax error: missing '${type}' at '${text}'`);
      return { type, text: type, start };
    }
    this.sync(new Set([type]));
    return this.take();
  }

  /** What stands since this place is nothing that any rule knows. @throws SyntaxStop */
  noAlternative(since: number): never {
    const { type, text, start } = this.next;
    const input = this.expression.slice(since, type === '<EOF>' ? start : start + text.length).trimEnd();
    if (/^.(?:true|false|null)$/s.test(input)) {
      this.stop(start, `Syntax error: mismatched input '${text}' expecting IDENTIFIER`);
    }
    return this.stop(start, `Syntax error: no viable alternative at input '${input}'`);
  }
}
