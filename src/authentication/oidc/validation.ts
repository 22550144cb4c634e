/**
 * What upstream refuses of an AuthenticationConfiguration, and the expressions of one that it takes.
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go.
 */
import {
  type AuthenticationConfiguration,
  type IssuerConfiguration,
  type JWTAuthenticatorConfiguration,
} from '../../apis/apiserver/authentication.js';
import { parseCertificates } from '../../apis/certificates/certificate.js';
import { duplicate, type FieldError, goQuote, invalid, required, tooMany } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { goUrlError, goUrlParts } from '../../apis/validation/go-url.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type Features } from '../../features/features.js';
import { type CompiledClaims, compileClaims } from './claim-expressions.js';
import { type Compile } from './expressions.js';

const MOST_ISSUERS = 64;

export interface ValidationContext {
  readonly features: Features;
  readonly compile: Compile;
  /** Issuers that others than these authenticators answer for. */
  readonly disallowedIssuers: readonly string[];
}

export function validateAuthenticationConfiguration(
  { jwt = [], anonymous }: AuthenticationConfiguration,
  context: ValidationContext,
): FieldError[] {
  const root = Path.of('jwt');
  if (jwt.length > MOST_ISSUERS) return [tooMany(root, jwt.length, MOST_ISSUERS)];
  const before = (i: number, of: (issuer: IssuerConfiguration) => string | undefined): boolean =>
    jwt.slice(0, i).some(({ issuer = {} }) => of(issuer) === of(jwt[i]?.issuer ?? {}));
  const errors = jwt.flatMap((authenticator, i) => {
    const path = root.index(i);
    const { url = '', discoveryURL = '' } = authenticator.issuer ?? {};
    return [
      ...validateJWTAuthenticator(authenticator, path, context).errors,
      ...(before(i, (issuer) => issuer.url ?? '') ? [duplicate(path.child('issuer', 'url'), url)] : []),
      ...(discoveryURL !== '' && before(i, (issuer) => issuer.discoveryURL ?? '')
        ? [duplicate(path.child('issuer', 'discoveryURL'), discoveryURL)]
        : []),
    ];
  });
  const { enabled = false, conditions = [] } = anonymous ?? {};
  if (!enabled && conditions.length > 0) {
    const paths = conditions.map(({ path = '' }) => path);
    const go = paths.map((path) => `apiserver.AnonymousAuthCondition{Path:${goQuote(path)}}`).join(', ');
    errors.push(
      invalidStructure(
        Path.of('anonymous', 'conditions'),
        paths.map((path) => ({ Path: path })),
        `[]apiserver.AnonymousAuthCondition{${go}}`,
        'enabled should be set to true when conditions are defined',
        context.features.behaviours,
      ),
    );
  }
  return errors;
}

/** `path`: Path.of() for one by itself. */
export function validateJWTAuthenticator(
  authenticator: JWTAuthenticatorConfiguration,
  path: Path,
  context: ValidationContext,
): { errors: FieldError[]; compiled: CompiledClaims } {
  const { errors, compiled } = compileClaims(authenticator, path, context.compile);
  return {
    errors: [...validateIssuer(authenticator.issuer ?? {}, path.child('issuer'), context), ...errors],
    compiled,
  };
}

function validateIssuer(issuer: IssuerConfiguration, path: Path, context: ValidationContext): FieldError[] {
  const { url = '', discoveryURL = '', certificateAuthority = '' } = issuer;
  const at = path.child('discoveryURL');
  const same = url !== '' && url.replace(/\/+$/, '') === discoveryURL.replace(/\/+$/, '');
  return [
    ...(url === '' ? [required(path.child('url'))] : validateUrl(url, path.child('url'), context.disallowedIssuers)),
    ...(discoveryURL === ''
      ? []
      : [
          ...(same ? [invalid(at, discoveryURL, 'discoveryURL must be different from URL')] : []),
          ...validateUrl(discoveryURL, at, []),
        ]),
    ...validateAudiences(issuer, path),
    ...validateAuthority(certificateAuthority, path.child('certificateAuthority')),
    ...validateEgress(issuer.egressSelectorType ?? '', path.child('egressSelectorType'), context.features),
  ];
}

function validateUrl(url: string, path: Path, disallowed: readonly string[]): FieldError[] {
  const overlap = disallowed.includes(url)
    ? [invalid(path, url, `URL must not overlap with disallowed issuers: [${[...disallowed].sort().join(' ')}]`)]
    : [];
  const problem = goUrlError(url);
  if (problem !== undefined) return [...overlap, invalid(path, url, problem)];
  const { scheme, hasUser, query, fragment } = goUrlParts(url);
  return [
    ...overlap,
    ...(scheme === 'https' ? [] : [invalid(path, url, 'URL scheme must be https')]),
    ...(hasUser ? [invalid(path, url, 'URL must not contain a username or password')] : []),
    ...(query === '' ? [] : [invalid(path, url, 'URL must not contain a query')]),
    ...(fragment === '' ? [] : [invalid(path, url, 'URL must not contain a fragment')]),
  ];
}

function validateAudiences(
  { audiences = [], audienceMatchPolicy = '' }: IssuerConfiguration,
  path: Path,
): FieldError[] {
  const at = path.child('audiences');
  if (audiences.length === 0) return [required(at, `at least one ${at.toString()} is required`)];
  const policy = path.child('audienceMatchPolicy');
  const several = audiences.length > 1;
  const wrong = audienceMatchPolicy !== 'MatchAny' && (several || audienceMatchPolicy !== '');
  const wanted = several
    ? 'audienceMatchPolicy must be MatchAny for multiple audiences'
    : 'audienceMatchPolicy must be empty or MatchAny for single audience';
  return [
    ...audiences.flatMap((audience, i) => [
      ...(audience === '' ? [required(at.index(i))] : []),
      ...(audiences.indexOf(audience) < i ? [duplicate(at.index(i), audience)] : []),
    ]),
    ...(wrong ? [invalid(policy, audienceMatchPolicy, wanted)] : []),
  ];
}

function validateAuthority(pem: string, path: Path): FieldError[] {
  if (pem === '') return [];
  try {
    parseCertificates(pem);
    return [];
  } catch (error) {
    const none = !pem.includes('-----BEGIN CERTIFICATE-----');
    const text = none ? 'data does not contain any valid RSA or ECDSA certificates' : (error as Error).message;
    return [invalid(path, '<omitted>', text)];
  }
}

function validateEgress(type: string, path: Path, features: Features): FieldError[] {
  if (type === '') return [];
  const gate = 'StructuredAuthenticationConfigurationEgressSelector';
  const unknown = type !== 'controlplane' && type !== 'cluster';
  return [
    ...(features.enabled(gate)
      ? []
      : [invalid(path, type, `egress selector is not supported when ${gate} feature gate is disabled`)]),
    ...(unknown ? [invalid(path, type, 'egress selector must be either controlplane or cluster')] : []),
  ];
}
