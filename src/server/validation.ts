/**
 * What upstream refuses of the options before it starts, with its words, and what cannot be of our own.
 * Sources: pkg/kubeapiserver/options/{authentication,authorization}.go, pkg/controlplane/apiserver/options/options.go.
 */
import { aggregate } from '../apis/aggregate.js';
import { fieldErrorText } from '../apis/field/errors.js';
import { AUDIT_LOG_FORMATS } from '../audit/log.js';
import { validatePolicy } from '../audit/policy-validation.js';
import { CertificateBundle } from '../apis/certificates/bundle.js';
import { type AdmissionPluginChoice, admissionPluginsProblem } from '../features/admission-plugins.js';
import { type Features } from '../features/features.js';
import { signingAlgorithm } from '../serviceaccount/keys.js';
import { goUrlError, goUrlScheme } from '../apis/validation/go-url.js';
import type { AuthorizationMode, RequestHeaderOptions, ServerOptions } from './options.js';

const HOUR = 3600;
const LONGEST_EXPIRATION = 2 ** 32;
/** As many as there are ranges of pod addresses to give away. */
const MOST_NODES = 1000;

const MODES: Readonly<Record<AuthorizationMode, true>> = {
  AlwaysAllow: true,
  AlwaysDeny: true,
  RBAC: true,
  Node: true,
  Webhook: true,
};

/** @throws Error with one line, named as the flags are, for the first option that is refused. */
export function validateOptions(options: ServerOptions, features: Features): void {
  const problem =
    issuersProblem(options.serviceAccountIssuers ?? ['default']) ??
    jwksUriProblem(options.serviceAccountJwksUri ?? '') ??
    expirationProblem(options.serviceAccountMaxTokenExpiration ?? 0) ??
    modesProblem(options.authorizationModes ?? ['RBAC']) ??
    webhookProblem(options) ??
    keysProblem(options) ??
    auditProblem(options) ??
    requestHeaderProblem(options, features) ??
    simulationProblem(options) ??
    admissionPluginsProblem(features, admissionPluginChoice(options));
  if (problem !== undefined) throw new Error(problem);
}

/** What the options say of admission plug-ins. */
export function admissionPluginChoice(options: ServerOptions): AdmissionPluginChoice {
  return { enabled: options.enableAdmissionPlugins ?? [], disabled: options.disableAdmissionPlugins ?? [] };
}

function issuersProblem(issuers: readonly string[]): string | undefined {
  if (issuers.length === 0) return 'service-account-issuer is a required flag';
  for (const [index, issuer] of issuers.entries()) {
    const reason = issuer.includes(':') ? goUrlError(issuer) : undefined;
    const quoted = JSON.stringify(issuer);
    if (reason !== undefined) {
      return `service-account-issuer ${quoted} contained a ':' but was not a valid URL: ${reason}`;
    }
    if (issuer === '') return 'service-account-issuer should not be an empty string';
    if (issuers.indexOf(issuer) < index) return `service-account-issuer ${quoted} is already specified`;
  }
  return undefined;
}

function jwksUriProblem(uri: string): string | undefined {
  if (uri === '') return undefined;
  const reason = goUrlError(uri);
  if (reason !== undefined) return `service-account-jwks-uri must be a valid URL: ${reason}`;
  return goUrlScheme(uri) === 'https' ? undefined : `service-account-jwks-uri requires https scheme, parsed as: ${uri}`;
}

function expirationProblem(seconds: number): string | undefined {
  if (seconds === 0 || (seconds >= HOUR && seconds <= LONGEST_EXPIRATION)) return undefined;
  return 'the service-account-max-token-expiration must be between 1 hour and 2^32 seconds';
}

function modesProblem(modes: readonly string[]): string | undefined {
  if (modes.length === 0) return 'at least one authorization-mode must be passed';
  const known = Object.keys(MODES);
  const unknown = modes.find((mode) => !known.includes(mode));
  if (unknown === 'ABAC') {
    return `authorization-mode ${unknown} is not offered here; choose among ${known.join(', ')}`;
  }
  if (unknown !== undefined) {
    return `authorization-mode ${JSON.stringify(unknown)} is not a valid mode; choose among ${known.join(', ')}`;
  }
  if (new Set(modes).size === modes.length) return undefined;
  return `authorization-mode ${JSON.stringify(modes)} has mode specified more than once`;
}

function auditProblem({ auditPolicy, auditLog }: ServerOptions): string | undefined {
  const errors = auditPolicy === undefined ? [] : validatePolicy(auditPolicy);
  if (errors.length > 0) return `loading audit policy file: ${aggregate(errors.map(fieldErrorText))}`;
  if (auditPolicy?.rules.length === 0) return 'loading audit policy file: loaded illegal policy with 0 rules';
  if (auditLog === undefined) return undefined;
  const { format = 'json' } = auditLog;
  const formats: readonly string[] = AUDIT_LOG_FORMATS;
  if (!formats.includes(format)) {
    return `invalid audit log format ${format}, allowed formats are ${JSON.stringify(formats.join(','))}`;
  }
  const numbers = { maxage: auditLog.maxAge, maxbackup: auditLog.maxBackups, maxsize: auditLog.maxSize };
  const negative = Object.entries(numbers).find(([, value = 0]) => value < 0);
  return negative && `--audit-log-${negative[0]} ${String(negative[1])} can't be a negative number`;
}

function simulationProblem(options: ServerOptions): string | undefined {
  const { simulateNodes: nodes = 0 } = options;
  if (!Number.isInteger(nodes) || nodes < 0 || nodes > MOST_NODES) {
    return `simulate-nodes must be a whole number between 0 and ${String(MOST_NODES)}`;
  }
  const delays = {
    'simulate-start-delay': options.simulateStartDelay,
    'simulate-run-duration': options.simulateRunDuration,
    'simulate-stop-delay': options.simulateStopDelay,
  };
  const negative = Object.entries(delays).find(([, seconds = 0]) => !(seconds >= 0));
  return negative === undefined ? undefined : `${negative[0]} must not be negative`;
}

function webhookProblem({
  authorizationModes: modes,
  authorizationWebhook: webhook,
  authorizationConfiguration: configuration,
  authenticationTokenWebhook: tokenWebhook,
}: ServerOptions): string | undefined {
  if (configuration !== undefined && (modes !== undefined || webhook !== undefined)) {
    return '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined';
  }
  const mode = modes?.includes('Webhook') === true;
  if (mode && webhook === undefined) return "authorization-mode Webhook's authorization config file not passed";
  if (!mode && webhook !== undefined) return 'cannot specify --authorization-webhook-config-file without mode Webhook';
  const known = ['v1', 'v1beta1'];
  const versions = [
    ['unsupported webhook authorizer version', webhook?.version],
    ['unsupported authentication webhook version', tokenWebhook?.version],
  ] as const;
  const odd = versions.find(([, version]) => version !== undefined && !known.includes(version));
  return odd && `${odd[0]} ${JSON.stringify(odd[1])}, supported versions are "v1", "v1beta1"`;
}

function keysProblem({
  serviceAccountSigningKey: signing,
  serviceAccountKeys: keys,
}: ServerOptions): string | undefined {
  if (keys !== undefined && signing === undefined) {
    return 'service-account-key-file needs service-account-signing-key-file: the key made on the spot would not verify';
  }
  if (signing === undefined) return undefined;
  if (signing.type !== 'private') return 'the service account signing key must be a private key';
  try {
    signingAlgorithm(signing);
    return undefined;
  } catch (error) {
    return `failed to build token generator: ${(error as Error).message}`;
  }
}

/** Source: k8s.io/apiserver/pkg/server/options/authentication.go (RequestHeaderAuthenticationOptions.Validate). */
function requestHeaderProblem({ requestHeader, clientCA }: ServerOptions, features: Features): string | undefined {
  if (requestHeader === undefined) return undefined;
  const { usernameHeaders, uidHeaders = [], groupHeaders, extraHeaderPrefixes, allowedNames } = requestHeader;
  const uids = features.enabled('RemoteRequestHeaderUID');
  if (!uids && uidHeaders.length > 0) {
    return '--requestheader-uid-headers requires the "RemoteRequestHeaderUID" feature to be enabled';
  }
  const lists: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['requestheader-username-headers', usernameHeaders],
    ['requestheader-group-headers', groupHeaders],
    ['requestheader-extra-headers-prefix', extraHeaderPrefixes],
    ['requestheader-allowed-names', allowedNames],
    ['requestheader-uid-headers', uidHeaders],
  ];
  const empty = lists.find(([, list]) => list?.some((item) => item.trim() === '') === true);
  if (empty !== undefined) return `empty value in ${JSON.stringify(empty[0])}`;
  if (uidHeaders.length > 0 && !uidHeaders.some((name) => name.toLowerCase() === 'x-remote-uid')) {
    return '--requestheader-uid-headers is set without specifying the standard X-Remote-Uid header - API aggregation will not work';
  }
  return overlapProblem(requestHeader, clientCA);
}

function overlapProblem({ clientCA, allowedNames = [] }: RequestHeaderOptions, other: string | undefined) {
  if (other === undefined || allowedNames.length > 0) return undefined;
  const others = new CertificateBundle(other).certificates;
  const overlap = new CertificateBundle(clientCA).certificates.some(({ raw }) =>
    others.some((certificate) => certificate.raw.equals(raw)),
  );
  return overlap
    ? '--requestheader-client-ca-file and --client-ca-file contain overlapping certificates; --requestheader-allowed-names must be specified to ensure regular client certificates cannot set authenticating proxy headers for arbitrary users'
    : undefined;
}
