/** What stands in a format. Source: cel-go ext/formatting.go (parseFormatString). */
import { EvaluationError } from '../values/value.js';

export interface Clause {
  /** Of `%.3f` the `f`. */
  readonly verb: string;
  readonly precision: number;
}

const CLAUSE = /^%(?:(\.\d*)([^\d])|()([^.]))/su;
const DEFAULT_PRECISION = 6;

/** An error in a format, or in what it is to show. */
export class FormatError extends EvaluationError {
  /** The argument that is to blame; undefined: the format. */
  readonly argument: number | undefined;

  constructor(message: string, argument?: number) {
    super(message);
    this.argument = argument;
  }
}

/** The text with its clauses shown; how many there are. @throws FormatError */
export function formatted(
  written: string,
  count: number,
  show: (clause: Clause, index: number) => string,
): { text: string; clauses: number } {
  let text = '';
  let clauses = 0;
  for (let at = 0; at < written.length;) {
    if (!written.startsWith('%', at)) {
      text += written.charAt(at);
      at += 1;
    } else if (written.startsWith('%%', at)) {
      text += '%';
      at += 2;
    } else {
      if (at + 1 >= written.length) throw new FormatError('unexpected end of string');
      if (clauses >= count) throw new FormatError(`index ${clauses} out of range`);
      const { clause, size } = read(written.slice(at));
      text += show(clause, clauses);
      at += size;
      clauses += 1;
    }
  }
  return { text, clauses };
}

function read(rest: string): { clause: Clause; size: number } {
  const refuse = (reason: string): never => {
    throw new FormatError(`could not parse formatting clause: ${reason}`);
  };
  const [all = '', dotted, after, , plain] = CLAUSE.exec(rest) ?? [];
  const verb = after ?? plain;
  if (verb === undefined) {
    return refuse('error while parsing precision: could not find end of precision specifier');
  }
  if (dotted === '.') {
    const reason = 'error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax';
    return refuse(`error while parsing precision: ${reason}`);
  }
  if (!'sdfebxXo'.includes(verb)) return refuse(`unrecognized formatting clause "${verb}"`);
  const precision = dotted === undefined ? DEFAULT_PRECISION : Number(dotted.slice(1));
  return { clause: { verb, precision }, size: all.length };
}

/** Types that a clause shows, and what it says of others. */
export const CLAUSES: Readonly<Record<string, { readonly types: readonly string[]; readonly refusal: string }>> = {
  s: {
    types: [
      ...['list', 'map', 'int', 'uint', 'double', 'bool', 'string', 'bytes', 'type', 'null_type'],
      ...['google.protobuf.Timestamp', 'google.protobuf.Duration'],
    ],
    refusal:
      'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  },
  d: { types: ['int', 'uint'], refusal: 'decimal clause can only be used on integers' },
  f: { types: ['double', 'string'], refusal: 'fixed-point clause can only be used on doubles' },
  e: { types: ['double', 'string'], refusal: 'scientific clause can only be used on doubles' },
  b: { types: ['int', 'uint', 'bool'], refusal: 'only integers and bools can be formatted as binary' },
  x: {
    types: ['int', 'uint', 'string', 'bytes'],
    refusal: 'only integers, byte buffers, and strings can be formatted as hex',
  },
  o: { types: ['int', 'uint'], refusal: 'octal clause can only be used on integers' },
};

/** @throws FormatError */
export function unfit(verb: string, typeName: string, argument?: number): never {
  const refusal = CLAUSES[verb.toLowerCase()]?.refusal ?? '';
  throw new FormatError(`error during formatting: ${refusal}, was given ${typeName}`, argument);
}
