/** The query's labelSelector. Source: k8s.io/apimachinery/pkg/labels/selector.go. */
import { newBadRequest } from '../../apis/errors.js';
import { type Behaviours } from '../../features/behaviours.js';
import { parseRequirements } from './label-parser.js';
import { type LabelRequirement } from './label-requirement.js';

type Labels = Readonly<Record<string, string>>;

export interface LabelSelector {
  /** Sorted by key; all of them must hold. */
  readonly requirements: readonly LabelRequirement[];
  /** True where every object matches. */
  readonly empty: boolean;
  matches(labels: Labels | undefined): boolean;
}

/** The selector of a text as `a=b,c in (d,e),!f`. @throws StatusError 400 with upstream's text. */
export function parseLabelSelector(text: string, behaviours: Behaviours): LabelSelector {
  const parsed = parseRequirements(text, behaviours);
  if (typeof parsed === 'string') throw newBadRequest(parsed);
  return labelSelector(parsed);
}

/** The selector that all of `requirements` make. */
export function labelSelector(requirements: readonly LabelRequirement[]): LabelSelector {
  const sorted = requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return {
    requirements: sorted,
    empty: sorted.length === 0,
    matches: (labels = {}) => sorted.every((requirement) => matches(requirement, labels)),
  };
}

/** The selector that every object matches. */
export const everything: LabelSelector = labelSelector([]);

function matches({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt':
      return value !== undefined && compares(operator, value, values[0] ?? '');
  }
}

function compares(operator: 'gt' | 'lt', value: string, limit: string): boolean {
  if (!/^[+-]?\d+$/.test(value)) return false;
  const [left, right] = [BigInt(value), BigInt(limit)];
  return operator === 'gt' ? left > right : left < right;
}
