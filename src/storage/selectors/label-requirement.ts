/** One condition of a labelSelector, and the rules for its key and values. Source: k8s.io/apimachinery/pkg/labels/selector.go (NewRequirement). */
import { fieldErrorText, goQuote, invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isQualifiedName, isValidLabelValue } from '../../apis/validation/labels.js';
import { type Behaviours } from '../../features/behaviours.js';

export const BINARY_OPERATORS = ['in', 'notin', '=', '==', '!=', 'gt', 'lt'] as const;

export type BinaryOperator = (typeof BINARY_OPERATORS)[number];
export type LabelOperator = BinaryOperator | 'exists' | '!';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted, each once. */
  readonly values: readonly string[];
}

/** What is wrong with a key; undefined: nothing. */
export function labelKeyError(key: string, behaviours: Behaviours): string | undefined {
  const broken = isQualifiedName(key, behaviours).join('; ');
  if (broken === '') return undefined;
  if (!behaviours.labelSelectorErrorsAreFieldErrors) return `invalid label key ${goQuote(key)}: ${broken}`;
  // Upstream prints the path it was not given.
  return fieldErrorText(invalid(Path.of('<nil>'), key, broken));
}

/** What is wrong with the values; undefined: nothing. */
export function labelValuesError(requirement: LabelRequirement, behaviours: Behaviours): string | undefined {
  const { key, operator, values } = requirement;
  const ordered = operator === 'gt' || operator === 'lt';
  const path = Path.of('values');
  const notInteger = "for 'Gt', 'Lt' operators, the value must be an integer";
  const errors: string[] = [];
  for (const [i, value] of values.entries()) {
    if (!ordered || isInt64(value)) continue;
    if (!behaviours.labelSelectorErrorsAreFieldErrors) return notInteger;
    errors.push(fieldErrorText(invalid(path.index(i), value, notInteger)));
  }
  for (const [i, value] of values.entries()) {
    const broken = isValidLabelValue(value, behaviours).join('; ');
    if (broken === '') continue;
    if (!behaviours.labelSelectorErrorsAreFieldErrors) {
      return `invalid label value: ${goQuote(value)}: at key: ${goQuote(key)}: ${broken}`;
    }
    errors.push(fieldErrorText(invalid(path.index(i).key(key), value, broken)));
  }
  if (errors.length < 2) return errors[0];
  return `[${errors.join(', ')}]`;
}

const INT64 = 1n << 63n;

function isInt64(text: string): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false;
  const value = BigInt(text);
  return value >= -INT64 && value < INT64;
}
