/** What label selectors inside objects choose. Source: k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go. */
import { type FieldError, invalid } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { goLabelSelector, goStringMap } from '../apis/validation/go-syntax.js';
import { type LabelSelector, validateLabelSelector } from '../apis/validation/label-selector.js';
import { isValidLabelValue } from '../apis/validation/labels.js';
import { invalidStructure } from '../apis/validation/structure.js';
import { type ValidationWording } from '../apis/validation/wording.js';

export type Labels = Readonly<Record<string, string>>;

/** False where a selector breaks a rule, so that nothing can be said of what it chooses. */
export function isUsable(selector: LabelSelector | undefined, wording: ValidationWording): boolean {
  const values = Object.values(selector?.matchLabels ?? {});
  return (
    validateLabelSelector(selector, true, Path.of('selector'), wording).length === 0 &&
    values.every((value) => isValidLabelValue(value, wording).length === 0)
  );
}

/** No selector chooses nothing, and one without requirements everything. */
export function selects(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined) return false;
  const plain = Object.entries(selector.matchLabels ?? {});
  return (
    plain.every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      const listed = value !== undefined && values.includes(value);
      if (operator === 'In') return listed;
      if (operator === 'NotIn') return !listed;
      return operator === 'Exists' ? value !== undefined : value === undefined;
    })
  );
}

/** True where a selector has no requirements. */
export function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length + (matchExpressions ?? []).length === 0;
}

/** A field error that shows a selector. */
export function invalidSelector(
  path: Path,
  { matchLabels, matchExpressions }: LabelSelector,
  detail: string,
  wording: ValidationWording,
): FieldError {
  const selector = {
    ...(matchLabels === undefined ? {} : { matchLabels: sorted(matchLabels) }),
    ...(matchExpressions === undefined ? {} : { matchExpressions }),
  };
  return invalidStructure(path, selector, goLabelSelector(selector), detail, wording);
}

/** A field error that shows labels. */
export function invalidLabels(
  path: Path,
  labels: Labels | undefined,
  detail: string,
  wording: ValidationWording,
): FieldError {
  return wording.structuredValuesAsJson
    ? invalid(path, labels, detail)
    : invalidStructure(path, labels, goStringMap(labels), detail, wording);
}

function sorted(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
