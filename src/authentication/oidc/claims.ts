/** Claims as Go reads them out of JSON. Source: encoding/json, plugin/pkg/authenticator/token/oidc/oidc.go. */

/** The payload of a token. */
export type Claims = Readonly<Record<string, unknown>>;

export function hasClaim(claims: Claims, name: string): boolean {
  return Object.hasOwn(claims, name);
}

/** '' for null. Throws an Error with Go's text where the claim is missing or no string. */
export function stringClaim(claims: Claims, name: string): string {
  const value = presentClaim(claims, name);
  if (value === null) return '';
  if (typeof value === 'string') return value;
  throw new Error(cannotUnmarshal(value, 'string'));
}

/** False for null. Throws an Error with Go's text where the claim is missing or neither true nor false. */
export function boolClaim(claims: Claims, name: string): boolean {
  const value = presentClaim(claims, name);
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  throw new Error(cannotUnmarshal(value, 'bool'));
}

/** The claim's text or texts; none for null. Throws an Error with Go's text where it is neither. */
export function stringsClaim(claims: Claims, name: string): readonly string[] {
  const value = presentClaim(claims, name);
  if (value === null) return [];
  if (typeof value === 'string') return [value];
  const list = stringList(value);
  if (list !== undefined) return list;
  throw new Error(cannotUnmarshal(value, 'string'));
}

/** Undefined where it is no list of texts; a null among them is an empty one. */
export function stringList(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: unknown) => item ?? '');
  return items.every((item) => typeof item === 'string') ? items : undefined;
}

/** `json: cannot unmarshal number into Go value of type string`. */
export function cannotUnmarshal(value: unknown, go: string): string {
  return `json: cannot unmarshal ${jsonKind(value)} into Go value of type ${go}`;
}

function presentClaim(claims: Claims, name: string): unknown {
  if (!hasClaim(claims, name)) throw new Error('claim not present');
  return claims[name];
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
