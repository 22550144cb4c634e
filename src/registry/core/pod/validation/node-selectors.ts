/** Selectors of nodes. Source: pkg/apis/core/validation/validation.go. */
import {
  type NodeSelector,
  type NodeSelectorRequirement,
  type NodeSelectorTerm,
} from '../../../../apis/core/pod-affinity.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isValidLabelValue, validateLabelName } from '../../../../apis/validation/labels.js';
import { nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { type ValidationWording } from '../../../../apis/validation/wording.js';

/** `checkValues`: the values must be label values. */
export function validateNodeSelector(
  { nodeSelectorTerms = [] }: NodeSelector,
  checkValues: boolean,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const at = path.child('nodeSelectorTerms');
  if (nodeSelectorTerms.length === 0) return [required(at, 'must have at least one node selector term')];
  return nodeSelectorTerms.flatMap((term, i) => validateNodeSelectorTerm(term, checkValues, at.index(i), wording));
}

export function validateNodeSelectorTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  checkValues: boolean,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  return [
    ...matchExpressions.flatMap((requirement, i) =>
      validateRequirement(requirement, checkValues, path.child('matchExpressions').index(i), wording),
    ),
    ...matchFields.flatMap((requirement, i) =>
      validateFieldRequirement(requirement, path.child('matchFields').index(i)),
    ),
  ];
}

function validateRequirement(
  { key = '', operator = '', values = [] }: NodeSelectorRequirement,
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

const UNKNOWN_OPERATOR = 'not a valid selector operator';

function validateOperator(operator: string, values: readonly string[], path: Path): FieldError[] {
  const at = path.child('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [required(at, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist': {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return values.length === 0 ? [] : [forbidden(at, detail)];
    }
    case 'Gt':
    case 'Lt':
      return values.length === 1
        ? []
        : [required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(path.child('operator'), operator, UNKNOWN_OPERATOR)];
  }
}

function validateFieldRequirement(
  { key = '', operator = '', values = [] }: NodeSelectorRequirement,
  path: Path,
): FieldError[] {
  const at = path.child('values');
  const one = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  return [
    ...(operator !== 'In' && operator !== 'NotIn'
      ? [invalid(path.child('operator'), operator, UNKNOWN_OPERATOR)]
      : values.length === 1
        ? []
        : [required(at, one)]),
    ...(key !== 'metadata.name'
      ? [invalid(path.child('key'), key, 'not a valid field selector key')]
      : values.flatMap((value, i) =>
          nameIsDNSSubdomain(value, false).map((text) => invalid(at.index(i), value, text)),
        )),
  ];
}
