/**
 * The Common Expression Language as a version of Kubernetes has it: which functions there are, and what becomes of an
 * expression. Nothing outside this folder knows how expressions are read or evaluated.
 *
 * Source: k8s.io/apiserver/pkg/cel/environment/{base,environment}.go, cel-go v0.29.
 */
import { type LibraryRules } from '../apis/cel/library-rules.js';
import { type ValidationWording } from '../apis/validation/wording.js';
import { check, type Checked, type Names } from './check/checker.js';
import { literalIssues } from './check/literals.js';
import { estimateCost, type SizeAt } from './cost/estimator.js';
import { type Range } from './cost/range.js';
import { type FunctionDeclaration, type Overload } from './declarations.js';
import { Frame, type Variables } from './evaluate/frame.js';
import { plan } from './evaluate/planner.js';
import { issuesText } from './issues.js';
import { selects } from './syntax/selects.js';
import { librariesOf } from './libraries.js';
import { type Grammar, parse } from './syntax/parser.js';
import { type CelType } from './types.js';
import { type CelValue, EvaluationError } from './values/value.js';

/** Object types by their names, each with the types of its fields. */
export type ObjectTypes = ReadonlyMap<string, ReadonlyMap<string, CelType>>;

export interface Declarations {
  readonly variables: Readonly<Record<string, CelType>>;
  readonly objects?: ObjectTypes;
}

/** What evaluating gave, and what it took. */
export type Outcome =
  { readonly cost: number; readonly value: CelValue } | { readonly cost: number; readonly error: EvaluationError };

export interface Program {
  readonly resultType: CelType;
  /** True where the expression names the variable. */
  names(variable: string): boolean;
  /** True where it selects the field of the variable: `claims.email`, `claims.?email`. */
  selects(variable: string, field: string): boolean;
  /** What it may cost; `sizeAt` knows how long the values of variables may be. */
  estimate(sizeAt: SizeAt): Range;
  /** @throws CostLimitError where it takes more than the limit */
  evaluate(variables: Variables, limit: number): Outcome;
}

export type Compiled = { readonly program: Program } | CompileError;

export interface CompileError {
  /** `compilation`: cel-go's text of what is wrong, with places; `instantiation`: the reason alone. */
  readonly failed: 'compilation' | 'instantiation';
  readonly message: string;
}

export class Environment {
  readonly #grammar: Grammar;
  readonly #functions: ReadonlyMap<string, readonly Overload[]>;
  readonly #types: ReadonlyMap<string, CelType>;
  readonly #rules: LibraryRules;

  constructor(rules: LibraryRules, wording: ValidationWording) {
    const { macros, functions, types } = librariesOf(rules, wording);
    this.#grammar = { macros, optionalSyntax: rules.celOptionals, quotedFields: rules.celQuotedFields };
    this.#functions = byName(functions);
    this.#types = types;
    this.#rules = rules;
  }

  /** Reads and checks an expression about these variables. */
  compile(expression: string, { variables, objects = new Map() }: Declarations): Compiled {
    const parsed = parse(expression, this.#grammar);
    if ('issues' in parsed) return { failed: 'compilation', message: issuesText(expression, parsed.issues) };
    const names: Names = {
      variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
      local: () => false,
      type: (name) => this.#types.get(name),
      field: (type, name) => fieldOf(objects.get(type), name, this.#rules.celKeywordFields),
      functions: this.#functions,
    };
    const checked = check(parsed.expr, names);
    const late = checked.issues.length === 0 ? literalIssues(checked, this.#rules.celLiteralsChecked) : [];
    const issues = [...checked.issues, ...late];
    if (issues.length > 0) return { failed: 'compilation', message: issuesText(expression, issues) };
    try {
      return { program: programOf(checked) };
    } catch (error) {
      if (error instanceof EvaluationError) return { failed: 'instantiation', message: error.message };
      throw error;
    }
  }
}

/** Undefined for a type without fields; `unknown` where it has no such field. */
function fieldOf(
  fields: ReadonlyMap<string, CelType> | undefined,
  name: string,
  keywords: boolean,
): CelType | 'unknown' | undefined {
  const found = fields?.get(name) ?? (keywords ? fields?.get(`__${name}__`) : undefined);
  return fields === undefined ? undefined : (found ?? 'unknown');
}

function byName(functions: readonly FunctionDeclaration[]): ReadonlyMap<string, readonly Overload[]> {
  const known = new Map<string, readonly Overload[]>();
  for (const { name, overloads } of functions) known.set(name, [...(known.get(name) ?? []), ...overloads]);
  return known;
}

function programOf(checked: Checked): Program {
  const evaluate = plan(checked);
  const resultType = checked.types.get(checked.expr);
  if (resultType === undefined) throw new Error('the expression has no type');
  return {
    resultType,
    names: (variable) => checked.variables.has(variable),
    selects: (variable, field) => selects(checked.expr, variable, field),
    estimate: (sizeAt) => estimateCost(checked, sizeAt),
    evaluate: (variables, limit) => {
      const frame = new Frame(variables, limit);
      const result = frame.attempt(evaluate);
      const { cost } = frame;
      return result instanceof EvaluationError ? { cost, error: result } : { cost, value: result };
    },
  };
}
