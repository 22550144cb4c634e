/** What a JSON path finds in an object. Source: k8s.io/client-go/util/jsonpath/jsonpath.go. */
import { isPlainObject } from '../../apis/schema/plain-object.js';
import { JsonPathError, parseSteps, type Step } from './parse.js';

/** Values in the object's order. @throws JsonPathError where a step does not fit the object. */
export type JsonPath = (object: unknown) => readonly unknown[];

/** A path that is read once; a key that is missing finds nothing. @throws JsonPathError for what is no path. */
export function jsonPath(text: string): JsonPath {
  const steps = parseSteps(text);
  return (object) => walk([object], steps);
}

function walk(input: readonly unknown[], steps: readonly Step[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>((current, step) => take(current, step), input);
}

function take(input: readonly unknown[], step: Step): readonly unknown[] {
  switch (step.type) {
    case 'field':
      return input.flatMap((value) =>
        isPlainObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [],
      );
    case 'wildcard':
      return input.flatMap(members);
    case 'recursive':
      return input.flatMap(descend);
    case 'slice':
      return input.flatMap((value) => slice(value, step));
    case 'union':
      return step.paths.flatMap((path) => walk(input, path));
    case 'filter':
      return input.flatMap((value) => filter(value, step));
    case 'value':
      return input.map(() => step.value);
    case 'identifier':
      throw new JsonPathError(`unrecognized identifier ${step.name}`);
  }
}

function members(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value === 'string') return Array.from(value);
  return isPlainObject(value) ? Object.values(value) : [];
}

/** Everything that has members, and all below it. */
function descend(value: unknown): readonly unknown[] {
  const inner = members(value);
  return inner.length === 0 ? [] : [value, ...(typeof value === 'string' ? [] : inner.flatMap(descend))];
}

function slice(value: unknown, { start, end, one, by = 1 }: Extract<Step, { type: 'slice' }>): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new JsonPathError('not an array or slice');
  const { length } = value;
  let from = start ?? 0;
  if (from < 0) from += length;
  let to = end ?? length;
  if (to < 0 || (to === 0 && one)) to += length;
  if (to === from) return [];
  if (from >= length || from < 0) throw outOfBounds(from, length);
  if (to > length || to < 0) throw outOfBounds(to - 1, length);
  if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`);
  if (by <= 0) throw new JsonPathError('step must be > 0');
  return value.slice(from, to).filter((_, i) => i % by === 0) as unknown[];
}

function outOfBounds(index: number, length: number): JsonPathError {
  return new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
}

function filter(value: unknown, step: Extract<Step, { type: 'filter' }>): readonly unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError('not an array or slice and cannot be filtered');
  return value.filter((item: unknown) => {
    const left = walk([item], step.left);
    if (step.operator === 'exists') return left.length > 0;
    const right = left.length === 0 ? [] : walk([item], step.right);
    if (left.length > 1 || right.length > 1) throw new JsonPathError('can only compare one element at a time');
    return right.length > 0 && compare(left[0], step.operator, right[0]);
  });
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  const same = typeof left === typeof right && !isPlainObject(left) && !Array.isArray(left);
  if (!same) throw new JsonPathError('incompatible types for comparison');
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const [a, b] = [left, right] as [string, string];
  if (typeof left === 'boolean') throw new JsonPathError('invalid type for comparison');
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  if (operator === '<=') return a <= b;
  if (operator === '>=') return a >= b;
  throw new JsonPathError(`unrecognized filter operator ${operator}`);
}
