/** The rules for metav1.LabelSelector inside objects. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go. */
import { type FieldError, forbidden, invalid, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { isValidLabelValue, validateLabelName, validateLabels } from './labels.js';
import { type ValidationWording } from './wording.js';

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

/** `checkValues`: the values are checked, too, as the kinds do that came late, or whose stored selectors are clean. */
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  checkValues: boolean,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  return [
    ...validateLabels(selector?.matchLabels, path.child('matchLabels'), wording),
    ...(selector?.matchExpressions ?? []).flatMap((requirement, i) =>
      validateRequirement(requirement, checkValues, path.child('matchExpressions').index(i), wording),
    ),
  ];
}

function validateRequirement(
  { key, operator, values = [] }: LabelSelectorRequirement,
  checkValues: boolean,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const at = path.child('values');
  return [
    ...validateOperator(operator, values, path),
    ...validateLabelName(key, path.child('key'), wording),
    ...(checkValues ? values : []).flatMap((value, i) =>
      isValidLabelValue(value, wording).map((text) => invalid(at.index(i), value, text)),
    ),
  ];
}

function validateOperator(operator: string, values: readonly string[], path: Path): FieldError[] {
  const at = path.child('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [required(at, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? []
        : [forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalid(path.child('operator'), operator, 'not a valid selector operator')];
  }
}
