/**
 * What upstream refuses of the options before it starts, with its words, and what cannot be of our own.
 * Sources: pkg/kubeapiserver/options/{authentication,authorization}.go, pkg/controlplane/apiserver/options/options.go.
 */
import { aggregate } from '../apis/aggregate.js';
import { fieldErrorText } from '../apis/field/errors.js';
import { AUDIT_LOG_FORMATS } from '../audit/log.js';
import { validatePolicy } from '../audit/policy-validation.js';
import { signingAlgorithm } from '../serviceaccount/keys.js';
import { goUrlError, goUrlScheme } from './go-url.js';
import type { AuthorizationMode, ServerOptions } from './options.js';

const HOUR = 3600;
const LONGEST_EXPIRATION = 2 ** 32;
/** As many as there are ranges of pod addresses to give away. */
const MOST_NODES = 1000;

const MODES: Readonly<Record<AuthorizationMode, true>> = {
  AlwaysAllow: true,
  AlwaysDeny: true,
  RBAC: true,
  Node: true,
};

/** @throws Error with one line, named as the flags are, for the first option that is refused. */
export function validateOptions(options: ServerOptions): void {
  const problem =
    issuersProblem(options.serviceAccountIssuers ?? ['default']) ??
    jwksUriProblem(options.serviceAccountJwksUri ?? '') ??
    expirationProblem(options.serviceAccountMaxTokenExpiration ?? 0) ??
    modesProblem(options.authorizationModes ?? ['RBAC']) ??
    keysProblem(options) ??
    auditProblem(options) ??
    simulationProblem(options);
  if (problem !== undefined) throw new Error(problem);
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
  if (unknown === 'ABAC' || unknown === 'Webhook') {
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
