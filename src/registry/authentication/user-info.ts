import { type WireUserInfo } from '../../apis/authentication/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';

/** A user as it is written: without empty fields, extra fields in order. */
export function wireUserInfo({ username, uid = '', groups = [], extra = {} }: UserInfo): WireUserInfo {
  const extras = Object.entries(extra).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...(username === '' ? {} : { username }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(extras.length === 0 ? {} : { extra: Object.fromEntries(extras) }),
  };
}
