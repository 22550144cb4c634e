/** Expressions read. Source: cel-go parser/parser.go, parser/gen/CEL.g4; the errors are those of ANTLR's default strategy. */
import { type Issue } from '../issues.js';
import { characters } from '../values/characters.js';
import { AFTER, ARGUMENTS, ELEMENTS, ENTRIES, EXPRESSION, FIELDS, INDEX } from './expectations.js';
import { literalOf } from './literals.js';
import { expandMacro, MacroError, type Macros } from './macros.js';
import * as operators from './operators.js';
import { SyntaxStop, TokenReader } from './token-reader.js';
import { type EntryExpr, type Expr, type FieldExpr } from './tree.js';
import { UnescapeError } from './unescape.js';

export interface Grammar {
  readonly macros: Macros;
  /** `a.?b`, `[?a]`. */
  readonly optionalSyntax: boolean;
  /** A name between backquotes. */
  readonly quotedFields: boolean;
}

export type Parsed = { readonly expr: Expr } | { readonly issues: readonly Issue[] };

const RESERVED: ReadonlySet<string> = new Set([
  ...['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package'],
  ...['namespace', 'return', 'var', 'void', 'while'],
]);
const RELATIONS: ReadonlySet<string> = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);
const SUMS: ReadonlySet<string> = new Set(['+', '-']);
const PRODUCTS: ReadonlySet<string> = new Set(['*', '/', '%']);
const MOST_CHARACTERS = 100_000;
const DEEPEST = 250;

export function parse(expression: string, grammar: Grammar): Parsed {
  const size = characters(expression).length;
  if (size > MOST_CHARACTERS) {
    const message = `expression code point size exceeds limit: size: ${size}, limit ${MOST_CHARACTERS}`;
    return { issues: [{ at: -1, message }] };
  }
  const parser = new Parser(expression, grammar);
  const expr = parser.whole();
  const { issues } = parser.words;
  return expr === undefined || issues.length > 0 ? { issues } : { expr };
}

class Parser {
  readonly words: TokenReader;
  readonly #grammar: Grammar;
  #depth = 0;

  constructor(expression: string, grammar: Grammar) {
    this.words = new TokenReader(expression);
    this.#grammar = grammar;
  }

  whole(): Expr | undefined {
    try {
      const expr = this.#expr();
      this.words.expect('<EOF>');
      return expr;
    } catch (error) {
      if (error instanceof SyntaxStop) return undefined;
      throw error;
    }
  }

  #deeper(): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) this.words.stop(-1, `expression recursion limit exceeded: ${DEEPEST}`);
  }

  #expr(): Expr {
    this.words.sync(EXPRESSION);
    this.#deeper();
    const condition = this.#disjunction();
    const { start } = this.words.next;
    if (!this.words.takes('?')) {
      this.#depth -= 1;
      return condition;
    }
    this.words.sync(EXPRESSION);
    const then = this.#disjunction();
    this.words.expect(':');
    const otherwise = this.#expr();
    this.#depth -= 1;
    return this.#call(start, operators.CONDITIONAL, [condition, then, otherwise]);
  }

  #disjunction(): Expr {
    return this.#balanced('||', operators.OR, () => this.#conjunction());
  }

  #conjunction(): Expr {
    return this.#balanced('&&', operators.AND, () => this.#binary(RELATIONS, () => this.#sum()));
  }

  #sum(): Expr {
    return this.#binary(SUMS, () => this.#binary(PRODUCTS, () => this.#unary()));
  }

  /** Many terms become a tree of little depth. */
  #balanced(operator: string, name: string, term: () => Expr): Expr {
    const terms = [term()];
    const places: number[] = [];
    while (this.words.next.type === operator) {
      places.push(this.words.take().start);
      this.words.sync(EXPRESSION);
      terms.push(term());
    }
    const tree = (low: number, high: number): Expr => {
      const middle = Math.floor((low + high + 1) / 2);
      const left = middle === low ? terms[middle] : tree(low, middle - 1);
      const right = middle === high ? terms[middle + 1] : tree(middle + 1, high);
      if (left === undefined || right === undefined) throw new SyntaxStop();
      return this.#call(places[middle] ?? 0, name, [left, right]);
    };
    const [only] = terms;
    return places.length === 0 && only !== undefined ? only : tree(0, places.length - 1);
  }

  #binary(types: ReadonlySet<string>, operand: () => Expr): Expr {
    let left = operand();
    while (types.has(this.words.next.type)) {
      const { type, start } = this.words.take();
      this.words.sync(EXPRESSION);
      left = this.#call(start, operators.BINARY.get(type) ?? type, [left, operand()]);
    }
    return left;
  }

  #unary(): Expr {
    const { type, start } = this.words.next;
    const number = /^NUM_(?:INT|FLOAT)$/.test(this.words.ahead(1).type);
    if (type !== '!' && (type !== '-' || number)) return this.#member();
    let count = 0;
    while (this.words.takes(type)) count += 1;
    this.words.sync(EXPRESSION);
    const operand = this.#member();
    if (count % 2 === 0) return operand;
    return this.#call(start, type === '!' ? operators.NOT : operators.NEGATE, [operand]);
  }

  #member(): Expr {
    let operand = this.#primary();
    const from = this.#depth;
    for (;;) {
      const { type, start } = this.words.next;
      if (type !== '.' && type !== '[') break;
      this.#deeper();
      this.words.skip();
      operand = type === '.' ? this.#selected(operand, start) : this.#indexed(operand, start);
    }
    this.#depth = from;
    return operand;
  }

  #selected(operand: Expr, at: number): Expr {
    const optional = this.words.takes('?');
    const { type, text: written, start } = this.words.next;
    const text = written.replaceAll('`', '');
    if (type !== 'IDENTIFIER' && type !== 'ESC_IDENTIFIER') this.words.noAlternative(at);
    this.words.skip();
    const open = this.words.next.start;
    if (!optional && type === 'IDENTIFIER' && this.words.takes('(')) {
      return this.#macroOr(open, text, this.#arguments(), operand);
    }
    if (type === 'ESC_IDENTIFIER' && !this.#grammar.quotedFields) this.words.report(start, "unsupported syntax: '`'");
    if (!optional) return { kind: 'select', at, operand, field: text, test: false };
    if (!this.#grammar.optionalSyntax) this.words.report(at, "unsupported syntax '.?'");
    return this.#call(at, operators.OPTIONAL_SELECT, [operand, { kind: 'literal', at: start, value: text }]);
  }

  #indexed(operand: Expr, at: number): Expr {
    this.words.sync(INDEX);
    const optional = this.words.takes('?');
    const index = this.#expr();
    this.words.expect(']', AFTER);
    if (optional && !this.#grammar.optionalSyntax) this.words.report(at, "unsupported syntax '[?'");
    return this.#call(at, optional ? operators.OPTIONAL_INDEX : operators.INDEX, [operand, index]);
  }

  #arguments(): Expr[] {
    this.words.sync(ARGUMENTS);
    const args: Expr[] = [];
    if (this.words.next.type !== ')') {
      args.push(this.#expr());
      while (this.words.takes(',')) args.push(this.#expr());
    }
    this.words.expect(')', AFTER);
    return args;
  }

  #primary(): Expr {
    const { type, start } = this.words.next;
    switch (type) {
      case '(':
        return this.#nested();
      case '[':
        return this.#list();
      case '{':
        return this.#map();
      case '.':
      case 'IDENTIFIER':
        return this.#named();
      default:
        this.words.sync(EXPRESSION);
        return this.#literal(start);
    }
  }

  #nested(): Expr {
    this.words.skip();
    const expr = this.#expr();
    this.words.expect(')', AFTER);
    return expr;
  }

  #literal(at: number): Expr {
    const sign = this.words.takes('-') ? '-' : '';
    const token = this.words.take();
    try {
      const value = literalOf(token, sign);
      if (value !== undefined) return { kind: 'literal', at, value };
      this.words.report(at, `invalid ${{ NUM_INT: 'int', NUM_UINT: 'uint' }[token.type] ?? 'double'} literal`);
    } catch (error) {
      if (!(error instanceof UnescapeError)) throw error;
      this.words.report(at, error.message);
    }
    return { kind: 'literal', at, value: null };
  }

  #named(): Expr {
    const dot = this.words.next.start;
    const leading = this.words.takes('.') ? '.' : '';
    if (this.words.next.type !== 'IDENTIFIER') this.words.noAlternative(dot);
    const message = this.#messageName();
    if (message !== undefined) return this.#struct(leading + message);
    const { text, start } = this.words.take();
    if (RESERVED.has(text)) this.words.stop(leading === '' ? start : dot, `reserved identifier: ${text}`);
    const open = this.words.next.start;
    if (this.words.takes('(')) return this.#macroOr(open, leading + text, this.#arguments());
    return { kind: 'ident', at: start, name: leading + text };
  }

  /** `a.b.c` before an opening brace. */
  #messageName(): string | undefined {
    let count = 1;
    while (this.words.ahead(count).type === '.' && this.words.ahead(count + 1).type === 'IDENTIFIER') count += 2;
    if (this.words.ahead(count).type !== '{') return undefined;
    const name = Array.from({ length: count }, (_, index) => this.words.ahead(index).text).join('');
    this.words.skip(count);
    return name;
  }

  #struct(type: string): Expr {
    const { start: at } = this.words.take();
    this.words.sync(FIELDS);
    const fields: FieldExpr[] = [];
    while (this.words.next.type !== '}' && this.words.next.type !== ',') {
      const optional = this.#optional();
      const { text } = this.words.expect('IDENTIFIER');
      const { start } = this.words.expect(':');
      fields.push({ at: start, name: text, value: this.#expr(), optional });
      if (!this.#continues('}')) break;
    }
    this.#close('}');
    return { kind: 'struct', at, type, fields };
  }

  #list(): Expr {
    const { start: at } = this.words.take();
    this.words.sync(ELEMENTS);
    const elements: Expr[] = [];
    const optional = new Set<number>();
    while (this.words.next.type !== ']' && this.words.next.type !== ',') {
      if (this.#optional()) optional.add(elements.length);
      elements.push(this.#expr());
      if (!this.#continues(']')) break;
    }
    this.#close(']');
    return { kind: 'list', at, elements, optional };
  }

  #map(): Expr {
    const { start: at } = this.words.take();
    this.words.sync(ENTRIES);
    const entries: EntryExpr[] = [];
    while (this.words.next.type !== '}' && this.words.next.type !== ',') {
      const optional = this.#optional();
      const key = this.#expr();
      const { start } = this.words.expect(':');
      entries.push({ at: start, key, value: this.#expr(), optional });
      if (!this.#continues('}')) break;
    }
    this.#close('}');
    return { kind: 'map', at, entries };
  }

  #optional(): boolean {
    const { start } = this.words.next;
    const written = this.words.takes('?');
    if (written && !this.#grammar.optionalSyntax) this.words.report(start, "unsupported syntax '?'");
    return written;
  }

  /** True after a comma that something follows. */
  #continues(end: string): boolean {
    if (this.words.next.type !== ',' || this.words.ahead(1).type === end) return false;
    this.words.skip();
    return true;
  }

  #close(end: string): void {
    this.words.sync(new Set([end, ',']));
    this.words.takes(',');
    this.words.expect(end, AFTER);
  }

  #call(at: number, name: string, args: readonly Expr[]): Expr {
    return { kind: 'call', at, name, args };
  }

  #macroOr(at: number, name: string, args: readonly Expr[], target?: Expr): Expr {
    const call: Expr = { kind: 'call', at, name, args, ...(target === undefined ? {} : { target }) };
    try {
      return expandMacro(this.#grammar.macros, call) ?? call;
    } catch (error) {
      if (!(error instanceof MacroError)) throw error;
      this.words.report(error.at, error.message);
      return call;
    }
  }
}
