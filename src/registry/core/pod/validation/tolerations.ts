/** Tolerations and taints. Source: pkg/apis/core/validation/validation.go. */
import { isDeepStrictEqual } from 'node:util';
import { type PodSpec, type Toleration } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, goQuote, invalid, notSupported } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isValidLabelValue, validateLabelName } from '../../../../apis/validation/labels.js';
import { emptyError } from '../../../../apis/validation/names.js';
import { invalidInternal } from '../internal/errors.js';
import { allows, type PodValidationOptions } from './scope.js';

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTolerations(
  tolerations: readonly Toleration[] | undefined,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const { behaviours } = options.features;
  return (tolerations ?? []).flatMap((toleration, i) => {
    const at = path.index(i);
    const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
    const errors = key === '' ? [] : validateLabelName(key, at.child('key'), behaviours);
    if (key === '' && operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(at.child('operator'), operator, detail));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(at.child('effect'), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    errors.push(...validateOperator(toleration, at, options));
    if (effect !== '' && !TAINT_EFFECTS.includes(effect)) {
      errors.push(notSupported(at.child('effect'), effect, TAINT_EFFECTS));
    }
    return errors;
  });
}

function validateOperator(toleration: Toleration, at: Path, options: PodValidationOptions): FieldError[] {
  const { features } = options;
  const { operator = '', value = '' } = toleration;
  const path = at.child('operator');
  switch (operator) {
    case '':
    case 'Equal': {
      const texts = isValidLabelValue(value, features.behaviours);
      return texts.length === 0 ? [] : [invalid(path, value, texts.join(';'))];
    }
    case 'Exists': {
      if (value === '') return [];
      const detail = "value must be empty when `operator` is 'Exists'";
      const whole = features.behaviours.tolerationErrorsShowAll;
      return [whole ? invalidInternal(path, 'Toleration', toleration, detail, features) : invalid(path, value, detail)];
    }
    case 'Lt':
    case 'Gt': {
      if (!features.behaviours.tolerationsCompare) break;
      if (allows(options, 'TaintTolerationComparisonOperators', compares)) {
        return integerErrors(value).map((text) => invalid(at.child('value'), value, text));
      }
      return [notSupported(path, operator, ['Equal', 'Exists', 'Lt', 'Gt'])];
    }
  }
  return [notSupported(path, operator, ['Equal', 'Exists'])];
}

function compares({ tolerations }: PodSpec): boolean {
  return (tolerations ?? []).some(({ operator }) => operator === 'Lt' || operator === 'Gt');
}

/** Of a decimal integer of 64 bits, as it is written shortest. */
function integerErrors(text: string): string[] {
  const canonical = /^(0|-?[1-9][0-9]*)$/.test(text);
  const rule = text === '' ? emptyError() : 'must be a valid decimal integer in canonical form';
  const number = /^[+-]?[0-9]+$/.test(text);
  const fits = number && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
  const why = number ? 'value out of range' : 'invalid syntax';
  return [...(canonical ? [] : [rule]), ...(fits ? [] : [`strconv.ParseInt: parsing ${goQuote(text)}: ${why}`])];
}

/** On an update: the old ones stay but for their seconds. */
export function validateOnlyAddedTolerations(
  next: readonly Toleration[] | undefined,
  old: readonly Toleration[] | undefined,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const without = (toleration: Toleration): Toleration => {
    const rest = { ...toleration };
    delete rest.tolerationSeconds;
    return rest;
  };
  const kept = (next ?? []).map(without);
  if ((old ?? []).some((each) => !kept.some((candidate) => isDeepStrictEqual(candidate, without(each))))) {
    return [forbidden(path, 'existing toleration can not be modified except its tolerationSeconds')];
  }
  return validateTolerations(next, path, options);
}
