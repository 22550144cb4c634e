/** Conditions of a labelSelector as objects write them. Source: k8s.io/apimachinery/pkg/apis/meta/v1/types.go. */
import { type Behaviours } from '../../features/behaviours.js';
import { labelKeyError, type LabelOperator, type LabelRequirement, labelValuesError } from './label-requirement.js';

export interface MetaRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

const META_OPERATORS: Readonly<Record<LabelOperator, MetaRequirement['operator'] | undefined>> = {
  '=': 'In',
  '==': 'In',
  in: 'In',
  '!=': 'NotIn',
  notin: 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
  gt: undefined,
  lt: undefined,
};

/** Those that compare numbers are left out: objects cannot write them. */
export function metaRequirements(requirements: readonly LabelRequirement[]): readonly MetaRequirement[] {
  return requirements.flatMap(({ key, operator, values }) => {
    const known = META_OPERATORS[operator];
    return known === undefined ? [] : [{ key, operator: known, values }];
  });
}

const OPERATORS: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** The requirement where it is one that a labelSelector in a query could say as well. */
export function readMetaRequirement(
  given: { readonly key: string; readonly operator: string; readonly values?: readonly string[] },
  behaviours: Behaviours,
): MetaRequirement | undefined {
  const { key, values = [] } = given;
  const operator = OPERATORS.get(given.operator);
  if (operator === undefined) return undefined;
  const listed = operator === 'in' || operator === 'notin';
  if (listed ? values.length === 0 : values.length > 0) return undefined;
  if (labelKeyError(key, behaviours) !== undefined) return undefined;
  if (labelValuesError({ key, operator, values }, behaviours) !== undefined) return undefined;
  return { key, operator: given.operator as MetaRequirement['operator'], values };
}
