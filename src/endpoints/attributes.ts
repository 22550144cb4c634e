/** What an authorizer is asked of a request. Source: k8s.io/apiserver/pkg/endpoints/filters/authorization.go (GetAuthorizerAttributes). */
import { type UserInfo } from '../authentication/authenticator.js';
import { type Attributes, type FieldSelectorRequirement } from '../authorization/authorizer.js';
import { type Features } from '../features/features.js';
import { parseFieldSelector } from '../storage/selectors/fields.js';
import { type RequestInfo } from './request-info.js';

export function attributesOf(user: UserInfo, info: RequestInfo, features: Features): Attributes {
  if (!info.isResourceRequest) return { resourceRequest: false, user, verb: info.verb, path: info.path };
  const { verb, namespace, apiGroup, apiVersion, resource, subresource, name } = info;
  const fieldSelector = features.enabled('AuthorizeWithSelectors') ? requirementsOf(info.fieldSelector) : undefined;
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
