import { type WireUserInfo } from '../../apis/authentication/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';

/** A user as it is written: without empty fields, extra fields in order. */
export function wireUserInfo({ username, uid = '', groups = [], extra = {} }: UserInfo): WireUserInfo {
  const user: WireUserInfo = {};
  if (username !== '') user.username = username;
  if (uid !== '') user.uid = uid;
  if (groups.length > 0) user.groups = groups;
  const keys = Object.keys(extra).sort();
  if (keys.length > 0) user.extra = Object.fromEntries(keys.map((key) => [key, extra[key] ?? []]));
  return user;
}
