/** Texts with clauses whose arguments are written out. Source: cel-go ext/formatting.go (stringFormatValidator). */
import { type Issue } from '../issues.js';
import { type CallExpr, type Expr } from '../syntax/tree.js';
import { type CelType, DYN, type TypeKind } from '../types.js';
import { type Checked } from './checker.js';

const EVERY_KIND: readonly TypeKind[] = [
  ...(['list', 'map', 'int', 'uint', 'double', 'bool', 'string'] as const),
  ...(['timestamp', 'bytes', 'duration', 'type', 'null'] as const),
];

/** What a clause takes, and what is said of anything else. */
const CLAUSES: Readonly<Record<string, readonly [kinds: readonly TypeKind[], otherwise: string]>> = {
  s: [
    EVERY_KIND,
    'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  ],
  d: [['int', 'uint'], 'decimal clause can only be used on integers'],
  f: [['double', 'string'], 'fixed-point clause can only be used on doubles'],
  e: [['double', 'string'], 'scientific clause can only be used on doubles'],
  b: [['int', 'uint', 'bool'], 'only integers and bools can be formatted as binary'],
  x: [['int', 'uint', 'string', 'bytes'], 'only integers, byte buffers, and strings can be formatted as hex'],
  o: [['int', 'uint'], 'octal clause can only be used on integers'],
};

const RUNTIME_NAMES: Partial<Record<TypeKind, string>> = {
  any: 'google.protobuf.Any',
  duration: 'google.protobuf.Duration',
  timestamp: 'google.protobuf.Timestamp',
  null: 'null_type',
};

/** `expr`: a call of any function. */
export function formatIssues({ expr }: { readonly expr: CallExpr }, checked: Checked): readonly Issue[] {
  const { name, target, args, at } = expr;
  const [list] = args;
  if (name !== 'format' || target?.kind !== 'literal' || list?.kind !== 'list') return [];
  if (typeof target.value !== 'string') return [];
  const { elements } = list;
  const found = problem(target.value, elements, checked);
  if (typeof found !== 'number') return [{ at: found.at ?? at, message: found.message }];
  const text = `too many arguments supplied to string.format (expected ${found}, got ${elements.length})`;
  return elements.length > found ? [{ at, message: text }] : [];
}

interface Problem {
  /** Undefined: that of the call. */
  readonly at?: number;
  readonly message: string;
}

/** How many arguments the text asks for, or what is wrong with it. */
function problem(text: string, args: readonly Expr[], checked: Checked): Problem | number {
  const rest = text.replaceAll('%%', '');
  let asked = 0;
  for (let from = rest.indexOf('%'); from !== -1; from = rest.indexOf('%', from + 1)) {
    const arg = args[asked];
    if (from === rest.length - 1) return { message: 'unexpected end of string' };
    if (arg === undefined) return { message: `index ${asked} out of range` };
    const [, precise, verb = ''] = /^%(\.\d*)?(.?)/su.exec(rest.slice(from)) ?? [];
    if (precise !== undefined && verb === '') {
      return {
        message:
          'could not parse formatting clause: error while parsing precision: could not find end of precision specifier',
      };
    }
    const clause = CLAUSES[verb.toLowerCase() === 'x' ? 'x' : verb];
    if (clause === undefined) {
      return { message: `could not parse formatting clause: unrecognized formatting clause "${verb}"` };
    }
    const [kinds, otherwise] = clause;
    const unfit = verb === 's' ? unfitText(arg, checked) : fits(arg, kinds, checked) ? undefined : arg;
    if (unfit !== undefined) {
      const type = typeOf(unfit, checked);
      const given = RUNTIME_NAMES[type.kind] ?? type.name;
      return { at: unfit.at, message: `error during formatting: ${otherwise}, was given ${given}` };
    }
    asked += 1;
  }
  return asked;
}

function typeOf(expr: Expr, { types }: Checked): CelType {
  return types.get(expr) ?? DYN;
}

function fits(expr: Expr, kinds: readonly TypeKind[], checked: Checked): boolean {
  const { kind } = typeOf(expr, checked);
  return kind === 'dyn' || kinds.includes(kind);
}

/** What of it has no text. */
function unfitText(expr: Expr, checked: Checked): Expr | undefined {
  if (!fits(expr, EVERY_KIND, checked)) return expr;
  const parts =
    expr.kind === 'list'
      ? expr.elements
      : expr.kind === 'map'
        ? expr.entries.flatMap(({ key, value }) => [key, value])
        : [];
  for (const part of parts) {
    const unfit = unfitText(part, checked);
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}
