/** The user that comes of an impersonation. Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/impersonation.go. */
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, type UserInfo } from '../authentication/authenticator.js';
import { splitUsername } from '../serviceaccount/username.js';
import { type WantedUser } from './impersonation-headers.js';

export interface ActingUser {
  readonly user: UserInfo;
  /** The verb of constrained impersonation that let it be; '' for the one from before. */
  readonly constraint: string;
}

/** The groups that a service account has; none for others. */
export function accountGroups(username: string): readonly string[] {
  const account = splitUsername(username);
  return account === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
}

/** The user with these groups and the one that everybody has. */
export function userFrom({ username, uid, extra }: WantedUser, groups: readonly string[]): UserInfo {
  return {
    username,
    ...(uid === '' ? {} : { uid }),
    groups: withCommonGroup(username, groups),
    ...(extra.size === 0 ? {} : { extra: Object.fromEntries(extra) }),
  };
}

function withCommonGroup(username: string, groups: readonly string[]): readonly string[] {
  if (groups.includes(ALL_UNAUTHENTICATED)) return groups;
  if (username === ANONYMOUS) return [...groups, ALL_UNAUTHENTICATED];
  return groups.includes(ALL_AUTHENTICATED) ? groups : [...groups, ALL_AUTHENTICATED];
}
