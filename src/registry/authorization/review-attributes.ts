/** From a review's spec to what an authorizer is asked. Source: pkg/registry/authorization/util/helpers.go. */
import {
  type ReviewedResource,
  type SelectorAttributes,
  type SelfSubjectAccessReviewSpec,
} from '../../apis/authorization/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';
import {
  type Attributes,
  type FieldSelectorRequirement,
  type LabelSelectorRequirement,
} from '../../authorization/authorizer.js';
import { type Behaviours } from '../../features/behaviours.js';
import { parseFieldSelector } from '../../storage/selectors/fields.js';
import { parseLabelSelector } from '../../storage/selectors/labels.js';
import { metaRequirements, readMetaRequirement } from '../../storage/selectors/meta-requirement.js';

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
      ...(labels === undefined ? {} : { labelSelector: labels.requirements }),
    },
    ignored: [...warning('fieldSelector', fields), ...warning('labelSelector', labels)],
  };
}

interface ReadSelector<Requirement> {
  /** Those that were understood. */
  readonly requirements: readonly Requirement[];
  /** True where there are others. */
  readonly failed: boolean;
}

function warning(selector: string, read: ReadSelector<unknown> | undefined): string[] {
  if (read?.failed !== true) return [];
  const partially = read.requirements.length > 0 ? 'partially ' : '';
  return [`spec.resourceAttributes.${selector} ${partially}ignored due to parse error`];
}

const UNREADABLE: ReadSelector<never> = { requirements: [], failed: true };

function readFields(selector: SelectorAttributes | undefined): ReadSelector<FieldSelectorRequirement> | undefined {
  if (selector === undefined) return undefined;
  const { rawSelector = '', requirements = [] } = selector;
  if (rawSelector !== '') {
    try {
      return { requirements: parseFieldSelector(rawSelector).requirements, failed: false };
    } catch {
      return UNREADABLE;
    }
  }
  const known = requirements.flatMap(({ key, operator, values = [] }): FieldSelectorRequirement[] => {
    const [value, ...more] = values;
    if (value === undefined || more.length > 0 || (operator !== 'In' && operator !== 'NotIn')) return [];
    return [{ field: key, operator: operator === 'In' ? '=' : '!=', value }];
  });
  return { requirements: known, failed: known.length < requirements.length };
}

function readLabels(
  selector: SelectorAttributes | undefined,
  behaviours: Behaviours,
): ReadSelector<LabelSelectorRequirement> | undefined {
  if (selector === undefined) return undefined;
  const { rawSelector = '', requirements = [] } = selector;
  if (rawSelector !== '') {
    try {
      const parsed = parseLabelSelector(rawSelector, behaviours).requirements;
      return { requirements: metaRequirements(parsed), failed: false };
    } catch {
      return UNREADABLE;
    }
  }
  const known = requirements.flatMap((requirement) => readMetaRequirement(requirement, behaviours) ?? []);
  return { requirements: known, failed: known.length < requirements.length };
}
