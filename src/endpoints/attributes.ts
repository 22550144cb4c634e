/** What an authorizer is asked of a request. Source: k8s.io/apiserver/pkg/endpoints/filters/authorization.go (GetAuthorizerAttributes). */
import { type UserInfo } from '../authentication/authenticator.js';
import {
  type Attributes,
  type FieldSelectorRequirement,
  type LabelSelectorRequirement,
} from '../authorization/authorizer.js';
import { type Features } from '../features/features.js';
import { parseFieldSelector } from '../storage/selectors/fields.js';
import { parseLabelSelector } from '../storage/selectors/labels.js';
import { metaRequirements } from '../storage/selectors/meta-requirement.js';
import { type RequestInfo } from './request-info.js';

export function attributesOf(user: UserInfo, info: RequestInfo, features: Features): Attributes {
  if (!info.isResourceRequest) return { resourceRequest: false, user, verb: info.verb, path: info.path };
  const { verb, namespace, apiGroup, apiVersion, resource, subresource, name } = info;
  const selects = features.enabled('AuthorizeWithSelectors');
  const fieldSelector = selects ? requirementsOf(info.fieldSelector) : undefined;
  const labelSelector = selects ? labelRequirementsOf(info.labelSelector, features) : undefined;
  return {
    resourceRequest: true,
    user,
    verb,
    namespace,
    apiGroup,
    apiVersion,
    resource,
    subresource,
    name,
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
  };
}

function requirementsOf(text: string): readonly FieldSelectorRequirement[] | undefined {
  if (text === '') return undefined;
  try {
    return parseFieldSelector(text).requirements;
  } catch {
    // The authorizers decide without it; the list itself answers 400.
    return undefined;
  }
}

function labelRequirementsOf(text: string, features: Features): readonly LabelSelectorRequirement[] | undefined {
  if (text === '') return undefined;
  try {
    // A requirement less asks for more, so that nothing is allowed that should not be.
    return metaRequirements(parseLabelSelector(text, features.behaviours).requirements);
  } catch {
    // As above.
    return undefined;
  }
}
