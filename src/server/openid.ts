/** OpenID discovery of the token issuer. Sources: pkg/serviceaccount/openidmetadata.go, pkg/routes/openidmetadata.go; RFC 7517. */
import { newGenericServerResponse, type StatusError } from '../apis/errors.js';
import { type Features } from '../features/features.js';
import { goJson } from '../apis/schema/go-json.js';
import { type ServiceAccountKey } from '../serviceaccount/keys.js';

export const OPENID_CONFIGURATION_PATH = '/.well-known/openid-configuration';
export const JWKS_PATH = '/openid/v1/jwks';
/** The only type JWKS_PATH answers with; the configuration is application/json. */
export const JWKS_CONTENT_TYPE = 'application/jwk-set+json';
/** Of both answers; a 406 keeps the server's usual header. */
export const OPENID_CACHE_CONTROL = 'public, max-age=3600';

export interface OpenIDConfig {
  /** The issuer that signs. */
  readonly issuer: string;
  /** '' or undefined: JWKS_PATH at the advertised address. */
  readonly jwksUri?: string | undefined;
  /** `host:port` that clients reach the server at. */
  readonly advertised: string;
  readonly keys: readonly ServiceAccountKey[];
}

/** The discovery document. Nothing is served where discoveryProblem finds something. */
export function openidConfiguration({ issuer, jwksUri = '', advertised, keys }: OpenIDConfig): string {
  return goJson({
    issuer,
    jwks_uri: jwksUri === '' ? `https://${advertised}${JWKS_PATH}` : jwksUri,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(keys.map(({ algorithm }) => algorithm))].sort(),
  });
}

/** The JSON Web Key Set, keys in the order they are configured in. */
export function jwks({ keys }: Pick<OpenIDConfig, 'keys'>): string {
  return goJson({ keys: keys.map(jsonWebKey) });
}

/** Why this issuer or jwks_uri cannot have discovery, as upstream logs it; undefined where it can. Neither path exists then. */
export function discoveryProblem({
  issuer,
  jwksUri = '',
}: Pick<OpenIDConfig, 'issuer' | 'jwksUri'>): string | undefined {
  if (issuer === '') return 'empty issuer URL';
  if (!isHttps(issuer)) return `issuer URL must use https scheme, got: ${issuer}`;
  const [beforeFragment = '', fragment = ''] = issuer.split('#', 2);
  const query = beforeFragment.split('?').slice(1).join('?');
  if (query !== '') return `issuer URL may not include a query, got: ${issuer}`;
  if (fragment !== '') return `issuer URL may not include a fragment, got: ${issuer}`;
  if (jwksUri !== '' && !isHttps(jwksUri)) return `jwksURI requires https scheme, parsed as: ${jwksUri}`;
  return undefined;
}

/** True where the discovery paths exist at all. */
export function discoveryServed(config: Pick<OpenIDConfig, 'issuer' | 'jwksUri'>, features: Features): boolean {
  return features.enabled('ServiceAccountIssuerDiscovery') && discoveryProblem(config) === undefined;
}

/** What go-restful makes of an Accept header: a type it produces, or anything, by name; qualities are not looked at. */
export function accepts(accept: string | undefined, produced: string): boolean {
  if (accept === undefined || accept === '') return true;
  return accept
    .split(',')
    .map((range) => range.split(';', 1)[0]?.trim() ?? '')
    .some((range) => range === '*/*' || range === produced);
}

/** 406 for who does not accept what is produced. */
export function notAcceptable(produced: string, features: Features): StatusError {
  const list = features.behaviours.notAcceptableListsTypes ? `\n\nAvailable representations: ${produced}` : '';
  return newGenericServerResponse(406, `406: Not Acceptable${list}`);
}

function isHttps(url: string): boolean {
  return /^https:/i.test(url);
}

// The order of go-jose's rawJSONWebKey.
function jsonWebKey({ keyId, algorithm, publicKey }: ServiceAccountKey): Readonly<Record<string, string | undefined>> {
  const { kty, crv, x, y, n, e } = publicKey.export({ format: 'jwk' });
  return { use: 'sig', kty, kid: keyId, crv, alg: algorithm, x, y, n, e };
}
