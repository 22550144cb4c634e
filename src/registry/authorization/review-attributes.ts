/** From a review's spec to what an authorizer is asked. Source: pkg/registry/authorization/util/helpers.go. */
import {
  type ReviewedResource,
  type SelectorAttributes,
  type SelfSubjectAccessReviewSpec,
} from '../../apis/authorization/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';
import { type Attributes, type FieldSelectorRequirement } from '../../authorization/authorizer.js';
import { type Behaviours } from '../../features/behaviours.js';
import { parseFieldSelector } from '../../storage/selectors/fields.js';
import { parseLabelSelector } from '../../storage/selectors/labels.js';

export interface ReviewedAttributes {
  readonly attributes: Attributes;
  /** What of the selectors is left out of the question, as status.evaluationError tells it. */
  readonly ignored: readonly string[];
}

export function attributesOfReview(
  user: UserInfo,
  { resourceAttributes, nonResourceAttributes }: SelfSubjectAccessReviewSpec,
  behaviours: Behaviours,
): ReviewedAttributes {
  if (resourceAttributes === undefined) {
    const { path = '', verb = '' } = nonResourceAttributes ?? {};
    return { attributes: { resourceRequest: false, user, verb, path }, ignored: [] };
  }
  return resourceQuestion(user, resourceAttributes, behaviours);
}

function resourceQuestion(user: UserInfo, asked: ReviewedResource, behaviours: Behaviours): ReviewedAttributes {
  const { verb = '', group = '', version = '', resource = '', subresource = '', namespace = '', name = '' } = asked;
  const fields = readFields(asked.fieldSelector);
  const labels = readLabels(asked.labelSelector, behaviours);
  return {
    attributes: {
      resourceRequest: true,
      user,
      verb,
      apiGroup: group,
      apiVersion: version === '' ? '*' : version,
      resource,
      subresource,
      namespace,
      name,
      ...(fields === undefined ? {} : { fieldSelector: fields.requirements }),
    },
    ignored: [...warning('fieldSelector', fields), ...warning('labelSelector', labels)],
  };
}

interface ReadSelector {
  readonly requirements: readonly FieldSelectorRequirement[];
  /** How many requirements were understood. */
  readonly understood: number;
  readonly failed: boolean;
}

function warning(selector: string, read: ReadSelector | undefined): string[] {
  if (read?.failed !== true) return [];
  const partially = read.understood > 0 ? 'partially ' : '';
  return [`spec.resourceAttributes.${selector} ${partially}ignored due to parse error`];
}

const UNREADABLE: ReadSelector = { requirements: [], understood: 0, failed: true };

function readFields(selector: SelectorAttributes | undefined): ReadSelector | undefined {
  if (selector === undefined) return undefined;
  const { rawSelector = '', requirements = [] } = selector;
  if (rawSelector !== '') {
    try {
      const parsed = parseFieldSelector(rawSelector).requirements;
      return { requirements: parsed, understood: parsed.length, failed: false };
    } catch {
      return UNREADABLE;
    }
  }
  const known = requirements.flatMap(({ key, operator, values = [] }): FieldSelectorRequirement[] => {
    const [value, ...more] = values;
    if (value === undefined || more.length > 0 || (operator !== 'In' && operator !== 'NotIn')) return [];
    return [{ field: key, operator: operator === 'In' ? '=' : '!=', value }];
  });
  return { requirements: known, understood: known.length, failed: known.length < requirements.length };
}

const LABEL_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

// No authorizer looks at labels; only what is wrong with them is told.
function readLabels(selector: SelectorAttributes | undefined, behaviours: Behaviours): ReadSelector | undefined {
  if (selector === undefined) return undefined;
  const { rawSelector = '', requirements = [] } = selector;
  if (rawSelector !== '') {
    try {
      parseLabelSelector(rawSelector, behaviours);
      return undefined;
    } catch {
      return UNREADABLE;
    }
  }
  const understood = requirements.filter(({ operator }) => LABEL_OPERATORS.includes(operator)).length;
  return { requirements: [], understood, failed: understood < requirements.length };
}
