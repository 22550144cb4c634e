/** Acting as somebody else. Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/impersonation.go. */
import { newBadRequest } from '../apis/errors.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type Authorizer, type ResourceAttributes } from '../authorization/authorizer.js';
import { type Features } from '../features/features.js';
import { attributesOf } from './attributes.js';
import { constrainedImpersonation } from './constrained-impersonation.js';
import { newPlainInternalError, newRequestForbidden } from './forbidden.js';
import { accountGroups, type ActingUser, userFrom } from './impersonated-user.js';
import {
  type ImpersonationRequest,
  impersonationRequests,
  printRequests,
  printWantedUser,
  wantedUser,
} from './impersonation-headers.js';
import { type HeaderMap } from './request.js';
import { type RequestInfo } from './request-info.js';

/**
 * The user that a request is to be served as; undefined: the headers ask for nobody. `headers`: repeated ones as lists.
 * Throws a StatusError: 403 for what `user` may not be, 400 (or 500, by version) for headers that name no user.
 */
export async function impersonate(
  headers: HeaderMap,
  user: UserInfo,
  info: RequestInfo,
  authorizer: Authorizer,
  features: Features,
  uri: string,
): Promise<ActingUser | undefined> {
  const wanted = wantedUser(headers, features);
  if (wanted === undefined) return undefined;
  if (features.enabled('ConstrainedImpersonation')) {
    if (wanted.username === '') {
      throw newBadRequest(`requested ${printWantedUser(wanted)} without impersonating a user name`);
    }
    return constrainedImpersonation(wanted, attributesOf(user, info, features), authorizer);
  }
  const requests = impersonationRequests(wanted);
  if (wanted.username === '') {
    const text = `requested ${printRequests(requests)} without impersonating a user`;
    throw features.behaviours.impersonationWithoutUserIsBadRequest
      ? newBadRequest(text)
      : newPlainInternalError(uri, text);
  }
  for (const request of requests) {
    const attributes = attributesFor(request, user);
    const { decision, reason } = await authorizer.authorize(attributes);
    if (decision !== 'allow') throw newRequestForbidden(attributes, reason);
  }
  const groups = wanted.groups.length > 0 ? wanted.groups : accountGroups(wanted.username);
  return { user: userFrom(wanted, groups), constraint: '' };
}

const RESOURCES = {
  User: 'users',
  ServiceAccount: 'serviceaccounts',
  Group: 'groups',
  UserExtra: 'userextras',
  UID: 'uids',
} as const;

function attributesFor(request: ImpersonationRequest, user: UserInfo): ResourceAttributes {
  const [apiGroup = '', apiVersion = ''] = request.apiVersion.split('/');
  return {
    resourceRequest: true,
    user,
    verb: 'impersonate',
    apiGroup,
    apiVersion,
    resource: RESOURCES[request.kind],
    subresource: request.fieldPath,
    namespace: request.namespace,
    name: request.name,
  };
}
