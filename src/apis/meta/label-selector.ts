/** What a selector inside an object selects. Source: k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go (LabelSelectorAsSelector). */
import { type LabelSelector, type LabelSelectorRequirement } from '../validation/label-selector.js';

type Labels = Readonly<Record<string, string>>;

/** True where all of the selector's conditions hold: for every object where it has none. */
export function labelsMatch({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels = {}): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => valueOf(labels, key) === value) &&
    matchExpressions.every((requirement) => holds(requirement, valueOf(labels, requirement.key)))
  );
}

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function holds({ operator, values = [] }: LabelSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
