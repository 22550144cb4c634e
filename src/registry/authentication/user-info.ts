import { type WireUserInfo } from '../../apis/authentication/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';

/** A user as it is written: without empty fields, extra fields in order. */
export function wireUserInfo({ username, uid = '', groups = [], extra = {} }: UserInfo): WireUserInfo {
  const keys = Object.keys(extra).sort();
  return {
    ...(username === '' ? {} : { username }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(keys.length === 0 ? {} : { extra: Object.fromEntries(keys.map((key) => [key, extra[key] ?? []])) }),
  };
}
