/** Quantities. Source: k8s.io/apiserver/pkg/cel/library/quantity.go, pkg/cel/quantity.go. */
import {
  addQuantities,
  compareQuantities,
  isFractional,
  quantityNanos,
  subtractQuantities,
} from '../../apis/quantity.js';
import { DecodeError } from '../../apis/schema/decode-error.js';
import { canonicalQuantity } from '../../apis/schema/quantity.js';
import { traversalOf, UNIT } from '../cost/call-cost.js';
import { declare, type FunctionDeclaration, memberOverload, type Overload, overload } from '../declarations.js';
import { EvaluationError, LibraryValue } from '../values/value.js';

const NANO = 1_000_000_000n;
const MOST_INT = 2n ** 63n;

class Quantity extends LibraryValue {
  readonly typeName = 'kubernetes.Quantity';
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  /** Undefined where it is no whole number of 64 bits. */
  get integer(): bigint | undefined {
    const value = quantityNanos(this.text) / NANO;
    return isFractional(this.text) || value >= MOST_INT || value < -MOST_INT ? undefined : value;
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Quantity && compareQuantities(this.text, other.text) === 0;
  }
}

function parse(text: string): string | DecodeError {
  try {
    return canonicalQuantity(text);
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

function quantityOf(text: string): Quantity {
  const parsed = parse(text);
  if (parsed instanceof DecodeError) throw new EvaluationError(parsed.message);
  return new Quantity(text);
}

function integerOf({ integer }: Quantity): bigint {
  if (integer === undefined) throw new EvaluationError('cannot convert value to integer');
  return integer;
}

const compare = (a: Quantity, b: Quantity): number => compareQuantities(a.text, b.text);
const plus = (a: Quantity, b: Quantity): Quantity => new Quantity(addQuantities(a.text, b.text));
const minus = (a: Quantity, b: Quantity): Quantity => new Quantity(subtractQuantities(a.text, b.text));
const BOTH = '(kubernetes.Quantity, kubernetes.Quantity)';
const WITH_INT = '(kubernetes.Quantity, int) -> kubernetes.Quantity';

/** Of a quantity alone. */
function about(id: string, type: string, run: Overload['run']): Overload {
  return memberOverload(id, `(kubernetes.Quantity) -> ${type}`, run, UNIT);
}

/** Of a quantity and another. */
function between(id: string, type: string, run: Overload['run']): Overload {
  return memberOverload(id, `${BOTH} -> ${type}`, run, UNIT);
}

export const QUANTITIES: readonly FunctionDeclaration[] = [
  declare('quantity', overload('string_to_quantity', '(string) -> kubernetes.Quantity', quantityOf, traversalOf(0))),
  declare(
    'isQuantity',
    overload(
      'is_quantity_string',
      '(string) -> bool',
      (text: string) => typeof parse(text) === 'string',
      traversalOf(0),
    ),
  ),
  declare(
    'sign',
    overload(
      'quantity_sign',
      '(kubernetes.Quantity) -> int',
      ({ text }: Quantity) => BigInt(compareQuantities(text, '0')),
      UNIT,
    ),
  ),
  declare(
    'isGreaterThan',
    between('quantity_is_greater_than', 'bool', (a: Quantity, b: Quantity) => compare(a, b) > 0),
  ),
  declare(
    'isLessThan',
    between('quantity_is_less_than', 'bool', (a: Quantity, b: Quantity) => compare(a, b) < 0),
  ),
  declare(
    'compareTo',
    between('quantity_compare_to', 'int', (a: Quantity, b: Quantity) => BigInt(compare(a, b))),
  ),
  declare(
    'asApproximateFloat',
    about('quantity_get_float', 'double', ({ text }: Quantity) => Number(quantityNanos(text)) / 1e9),
  ),
  declare('asInteger', about('quantity_get_int', 'int', integerOf)),
  declare(
    'isInteger',
    about('quantity_is_integer', 'bool', ({ integer }: Quantity) => integer !== undefined),
  ),
  declare(
    'add',
    between('quantity_add', 'kubernetes.Quantity', plus),
    memberOverload('quantity_add_int', WITH_INT, (a: Quantity, b: bigint) => plus(a, new Quantity(String(b))), UNIT),
  ),
  declare(
    'sub',
    between('quantity_sub', 'kubernetes.Quantity', minus),
    memberOverload('quantity_sub_int', WITH_INT, (a: Quantity, b: bigint) => minus(a, new Quantity(String(b))), UNIT),
  ),
];
