/** Calls, by the overload that fits what they are made with. Source: cel-go interpreter/interpretable.go, common/decls/decls.go. */
import { type Resolved } from '../check/checker.js';
import { type CallCost, UNIT } from '../cost/call-cost.js';
import { type Overload } from '../declarations.js';
import { IN } from '../syntax/operators.js';
import { isOfType, typeValueOf } from '../values/type-value.js';
import { type CelValue, EvaluationError } from '../values/value.js';
import { type Evaluate } from './frame.js';

const NUMBERS = ['int', 'uint', 'double'];
const TIMES = ['google.protobuf.Timestamp', 'google.protobuf.Duration'];

/** Functions that ask what they are called on whether it can do that, and the types that can. */
const ABLE: Readonly<Record<string, readonly string[]>> = {
  '_+_': [...NUMBERS, ...TIMES, 'string', 'bytes', 'list'],
  '_-_': [...NUMBERS, ...TIMES],
  '_*_': NUMBERS,
  '_/_': NUMBERS,
  '_%_': ['int', 'uint'],
  '-_': ['int', 'double', 'bool', 'google.protobuf.Duration'],
  '_<_': [...NUMBERS, ...TIMES, 'bool', 'string', 'bytes'],
  '_<=_': [...NUMBERS, ...TIMES, 'bool', 'string', 'bytes'],
  '_>_': [...NUMBERS, ...TIMES, 'bool', 'string', 'bytes'],
  '_>=_': [...NUMBERS, ...TIMES, 'bool', 'string', 'bytes'],
  size: ['string', 'bytes', 'list', 'map'],
};
/** These are asked whatever it is. */
const RECEIVERS = ['string', ...TIMES];
/** They say neither whom nor what they were called with. */
const SILENT: ReadonlySet<string> = new Set(['!_', IN, 'contains', 'endsWith', 'matches', 'startsWith']);
/** Where types are not known before, these take one unit whatever they work on. */
const COUNTED_BY_OVERLOAD: ReadonlySet<string> = new Set([...Object.keys(ABLE), IN, 'bytes', 'string']);

export function invoke({ name, overloads }: Resolved, args: readonly Evaluate[]): Evaluate {
  const flat = overloads.length > 1 && COUNTED_BY_OVERLOAD.has(name);
  const costOf = (overload: Overload): CallCost => (flat ? UNIT : (overload.cost ?? UNIT));
  return (frame) => {
    const values = args.map((arg) => arg(frame));
    const overload = overloads.find((one) => fits(one, values));
    if (overload === undefined) {
      frame.spend(1);
      throw new EvaluationError(noSuchOverload(name, values));
    }
    const result = frame.attempt(() => overload.run(...values));
    const failed = result instanceof EvaluationError;
    frame.spend(costOf(overload).actual(values, failed ? null : result));
    if (failed) throw result;
    return result;
  };
}

function fits({ signature }: Overload, values: readonly CelValue[]): boolean {
  return signature.args.every((type, index) => {
    const value = values[index];
    return value !== undefined && isOfType(value, type);
  });
}

function noSuchOverload(name: string, values: readonly CelValue[]): string {
  const types = values.map((value) => typeValueOf(value).name);
  const able = ABLE[name];
  const [first = ''] = types;
  if (able === undefined) {
    return SILENT.has(name) ? 'no such overload' : `no such overload: ${name}(${types.join(', ')})`;
  }
  return RECEIVERS.includes(first) || able.includes(first) ? 'no such overload' : `no such overload: ${name}`;
}
