/** Tolerations and taints. Source: pkg/apis/core/validation/validation.go. */
import { isDeepStrictEqual } from 'node:util';
import { type Toleration } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, notSupported } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isValidLabelValue, validateLabelName } from '../../../../apis/validation/labels.js';
import { type Features } from '../../../../features/features.js';

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTolerations(
  tolerations: readonly Toleration[] | undefined,
  path: Path,
  features: Features,
): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, i) => {
    const at = path.index(i);
    const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
    const errors = key === '' ? [] : validateLabelName(key, at.child('key'), features.behaviours);
    if (key === '' && operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(at.child('operator'), operator, detail));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(at.child('effect'), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    errors.push(...validateOperator(toleration, at, features));
    if (effect !== '' && !TAINT_EFFECTS.includes(effect)) {
      errors.push(notSupported(at.child('effect'), effect, TAINT_EFFECTS));
    }
    return errors;
  });
}

function validateOperator({ operator = '', value = '' }: Toleration, at: Path, features: Features): FieldError[] {
  const path = at.child('operator');
  switch (operator) {
    case '':
    case 'Equal': {
      const texts = isValidLabelValue(value, features.behaviours);
      return texts.length === 0 ? [] : [invalid(path, value, texts.join(';'))];
    }
    case 'Exists':
      return value === '' ? [] : [invalid(path, value, "value must be empty when `operator` is 'Exists'")];
    default:
      return [notSupported(path, operator, ['Equal', 'Exists'])];
  }
}

/** On an update: the old ones stay but for their seconds. */
export function validateOnlyAddedTolerations(
  next: readonly Toleration[] | undefined,
  old: readonly Toleration[] | undefined,
  path: Path,
  features: Features,
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
  return validateTolerations(next, path, features);
}
