import { type Declarations, Environment, type Program } from '../../../src/cel/environment.js';
import { type LibraryRules } from '../../../src/apis/cel/library-rules.js';
import { text } from '../../../src/cel/values/text.js';
import { type CelValue } from '../../../src/cel/values/value.js';
import { behavioursOf } from '../../../src/features/resolve.js';

const EVERYTHING: LibraryRules = {
  celOptionals: true,
  celOptionalLists: true,
  celLiteralsChecked: true,
  celAddresses: true,
  celNamedFormats: true,
  celTwoVariables: true,
  celSemvers: true,
  celLists: true,
  celQuotedFields: true,
  celKeywordFields: true,
  celAuthorizer: true,
  celAuthorizerSelectors: true,
};

export interface Given extends Partial<Declarations> {
  readonly values?: Readonly<Record<string, CelValue>>;
  readonly rules?: Partial<LibraryRules>;
  readonly limit?: number;
}

function compile(expression: string, { variables = {}, objects, rules }: Given): Program | string {
  const environment = new Environment({ ...EVERYTHING, ...rules }, behavioursOf(37));
  const compiled = environment.compile(expression, { variables, ...(objects === undefined ? {} : { objects }) });
  return 'program' in compiled ? compiled.program : compiled.message;
}

/** The program of an expression that has nothing wrong with it. */
export function program(expression: string, given: Given = {}): Program {
  const compiled = compile(expression, given);
  if (typeof compiled === 'string') throw new Error(compiled);
  return compiled;
}

/** What is wrong with an expression. */
export function issues(expression: string, given: Given = {}): string {
  const compiled = compile(expression, given);
  return typeof compiled === 'string' ? compiled : `compiles to ${compiled.resultType.text}`;
}

/** The value as cel-go writes it, or `error: ` and why there is none. */
export function evaluated(expression: string, given: Given = {}): string {
  const { values = {}, limit = 1_000_000 } = given;
  const outcome = program(expression, given).evaluate((name) => values[name], limit);
  return 'value' in outcome ? text(outcome.value) : `error: ${outcome.error.message}`;
}
