/** Keys of labels whose values are the pod's own. Source: pkg/apis/core/validation/validation.go. */
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateLabelName } from '../../../../apis/validation/labels.js';
import { type LabelSelector } from '../../../../apis/validation/label-selector.js';
import { type ValidationWording } from '../../../../apis/validation/wording.js';

export interface WithLabelKeys {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

const NEEDS_SELECTOR = 'must not be specified when labelSelector is not set';
const IN_BOTH = 'exists in both matchLabelKeys and labelSelector';

/** The keys of an affinity's term, with which the selector grew already. */
export function validateLabelKeys(term: WithLabelKeys, path: Path, wording: ValidationWording): FieldError[] {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  const keys = (field: 'matchLabelKeys' | 'mismatchLabelKeys'): FieldError[] => {
    const given = term[field] ?? [];
    const at = path.child(field);
    if (given.length === 0) return [];
    if (labelSelector === undefined) return [forbidden(at, NEEDS_SELECTOR)];
    return given.flatMap((key, i) => validateLabelName(key, at.index(i), wording));
  };
  return [
    ...keys('matchLabelKeys'),
    ...keys('mismatchLabelKeys'),
    ...validateKeysOnce(labelSelector, matchLabelKeys, path),
    ...matchLabelKeys.flatMap((key, i) =>
      mismatchLabelKeys.includes(key)
        ? [invalid(path.child('matchLabelKeys').index(i), key, 'exists in both matchLabelKeys and mismatchLabelKeys')]
        : [],
    ),
  ];
}

/** Each key has one expression by now; where it has another, the client gave it. */
function validateKeysOnce(selector: LabelSelector | undefined, keys: readonly string[], path: Path): FieldError[] {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  return (selector?.matchExpressions ?? []).flatMap(({ key }) => {
    const at = keys.lastIndexOf(key);
    const again = at !== -1 && seen.has(key);
    seen.add(key);
    return again ? [invalid(path.index(at), key, IN_BOTH)] : [];
  });
}

/** The keys of a spread constraint, where the selector does not grow with them. */
export function validateSpreadKeys(
  { labelSelector, matchLabelKeys = [] }: WithLabelKeys,
  needsSelector: boolean,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  if (matchLabelKeys.length === 0) return [];
  const { matchLabels = {}, matchExpressions = [] } = labelSelector ?? {};
  const selected = new Set([...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)]);
  return [
    ...(needsSelector && labelSelector === undefined ? [forbidden(path, NEEDS_SELECTOR)] : []),
    ...matchLabelKeys.flatMap((key, i) => [
      ...validateLabelName(key, path.index(i), wording),
      ...(selected.has(key) ? [invalid(path.index(i), key, IN_BOTH)] : []),
    ]),
  ];
}
