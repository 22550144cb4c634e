import { isObject, type JsonObject } from './values.js';

/** Finds JWTs in text. Global: use with replace and matchAll only. */
export const JWT = /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g;

export function isJwt(text: string): boolean {
  return new RegExp(`^${JWT.source}$`).test(text);
}

/** A part of a JWT (0 header, 1 claims), decoded. Throws where it is none. */
export function jwtPart(jwt: string, part: 0 | 1): JsonObject {
  const decoded: unknown = JSON.parse(Buffer.from(jwt.split('.')[part] ?? '', 'base64url').toString('utf8'));
  if (!isObject(decoded)) throw new Error(`part ${part} of the token is no JSON object`);
  return decoded;
}

/** A JWT's header and claims, times relative to `iat`, the key's id masked; the text itself where it cannot be read. */
export function jwtShape(jwt: string): unknown {
  try {
    const header = jwtPart(jwt, 0);
    const claims = jwtPart(jwt, 1);
    const issued = typeof claims.iat === 'number' ? claims.iat : undefined;
    for (const name of ['exp', 'nbf', 'iat']) {
      const time = claims[name];
      if (typeof time === 'number') claims[name] = issued === undefined ? '<time>' : relative(time - issued);
    }
    const kubernetes = claims['kubernetes.io'];
    if (isObject(kubernetes) && typeof kubernetes.warnafter === 'number') {
      kubernetes.warnafter = `iat+${kubernetes.warnafter - (issued ?? NaN)}`;
    }
    if (header.kid) header.kid = '<kid>';
    return { header, claims };
  } catch {
    return jwt;
  }
}

function relative(seconds: number): string {
  return `iat${seconds >= 0 ? '+' : ''}${seconds}`;
}
