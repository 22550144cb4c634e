/** From a labelSelector's text to requirements. Source: k8s.io/apimachinery/pkg/labels/selector.go (Parser). */
import { type Behaviours } from '../../features/behaviours.js';
import { type Token, tokenize } from './label-lexer.js';
import {
  BINARY_OPERATORS,
  type BinaryOperator,
  type LabelRequirement,
  labelKeyError,
  labelValuesError,
} from './label-requirement.js';

/** The requirements in the order of the text, or what is wrong with it. */
export function parseRequirements(text: string, behaviours: Behaviours): LabelRequirement[] | string {
  try {
    return new Parser(text, behaviours).parse();
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.message;
    throw error;
  }
}

class SyntaxProblem extends Error {}

const SYMBOL_OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

class Parser {
  readonly #tokens: readonly Token[];
  readonly #behaviours: Behaviours;
  #position = 0;

  constructor(text: string, behaviours: Behaviours) {
    this.#tokens = tokenize(text);
    this.#behaviours = behaviours;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const first = this.#peek();
      if (first.kind === 'end') return requirements;
      if (!startsRequirement(first)) throw found(first, ", expected: !, identifier, or 'end of string'");
      requirements.push(this.#requirement());
      const next = this.#next();
      if (next.kind === 'end') return requirements;
      if (!is(next, ',')) throw found(next, ", expected: ',' or 'end of string'");
      if (!startsRequirement(this.#peek())) throw found(this.#peek(), ", expected: identifier after ','");
    }
  }

  #requirement(): LabelRequirement {
    try {
      const requirement = this.#conditions();
      const problem = labelValuesError(requirement, this.#behaviours);
      if (problem !== undefined) throw new SyntaxProblem(problem);
      return requirement;
    } catch (error) {
      if (error instanceof SyntaxProblem) throw new SyntaxProblem(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  #conditions(): LabelRequirement {
    const negated = is(this.#peek(), '!');
    if (negated) this.#next();
    const name = this.#next();
    if (!isIdentifier(name)) throw found(name, ', expected: identifier');
    const key = name.text;
    const problem = labelKeyError(key, this.#behaviours);
    if (problem !== undefined) throw new SyntaxProblem(problem);
    if (negated) return { key, operator: '!', values: [] };
    if (this.#endsHere()) return { key, operator: 'exists', values: [] };
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#exactValue()];
    return { key, operator, values: [...new Set(values)].sort() };
  }

  #operator(): BinaryOperator {
    const token = this.#next();
    const operator = token.kind === 'symbol' ? SYMBOL_OPERATORS[token.text] : undefined;
    if (operator !== undefined) return operator;
    throw found(
      token,
      this.#behaviours.labelSelectorListsOperators
        ? `, expected: ${BINARY_OPERATORS.join(', ')}`
        : ", expected: '=', '!=', '==', 'in', notin'",
    );
  }

  #exactValue(): string {
    if (this.#endsHere()) return '';
    const token = this.#next();
    if (isIdentifier(token)) return token.text;
    throw found(token, ', expected: identifier');
  }

  #values(): string[] {
    const open = this.#next();
    if (!is(open, '(')) throw found(open, " expected: '('");
    const first = this.#peek();
    if (is(first, ')')) {
      this.#next();
      return [''];
    }
    if (!isIdentifier(first) && !is(first, ',')) throw found(first, ", expected: ',', ')' or identifier");
    const values = this.#list();
    this.#next();
    return values;
  }

  // Up to the closing parenthesis; a comma without a word beside it stands for an empty value.
  #list(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.#next();
      const after = this.#peek();
      if (isIdentifier(token)) {
        values.push(token.text);
        if (is(after, ')')) return values;
        if (!is(after, ',')) throw found(after, ", expected: ',' or ')'");
      } else if (is(token, ',')) {
        if (values.length === 0 || is(after, ')') || is(after, ',')) values.push('');
        if (is(after, ')')) return values;
      } else {
        throw found(token, ", expected: ',', or identifier");
      }
    }
  }

  #endsHere(): boolean {
    return this.#peek().kind === 'end' || is(this.#peek(), ',');
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? { kind: 'end', text: '' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#position++;
    return token;
  }
}

function is(token: Token, symbol: string): boolean {
  return token.kind === 'symbol' && token.text === symbol;
}

// `in` and `notin` are words like others where no operator can stand.
function isIdentifier(token: Token): boolean {
  return token.kind === 'identifier' || is(token, 'in') || is(token, 'notin');
}

function startsRequirement(token: Token): boolean {
  return isIdentifier(token) || is(token, '!');
}

function found(token: Token, expectation: string): SyntaxProblem {
  return new SyntaxProblem(`found '${token.text}'${expectation}`);
}
