/** Who may use the control API: someone on this machine who can show its token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { newUnauthorized } from '../apis/errors.js';
import { notFromHere } from './errors.js';

export interface Caller {
  /** The address at the other end of the connection. */
  readonly address: string | undefined;
  /** The header of this name. */
  readonly authorization: string | undefined;
}

/** @throws StatusError 403 for another machine, 401 without the token. */
export function checkAccess({ address, authorization = '' }: Caller, token: string): void {
  if (!isLoopback(address ?? '')) throw notFromHere();
  const [, shown] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (shown === undefined) throw newUnauthorized('the control token is to be shown: Authorization: Bearer <token>');
  if (!same(shown, token)) throw newUnauthorized('the control token is another one');
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}

/** Takes as long whatever the texts have in common. */
function same(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
