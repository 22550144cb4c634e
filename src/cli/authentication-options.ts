/** --authentication-config, and the older flags --oidc-…, which amount to the same. Source: pkg/kubeapiserver/options/authentication.go. */
import { type AuthenticationConfiguration, type ClaimValidationRule } from '../apis/apiserver/authentication.js';
import { readConfig } from '../apis/apiserver/config-file.js';
import { resolveFeatures } from '../features/index.js';
import type { ServerOptions } from '../server/options.js';
import { readNamedFile, readParsed } from './files.js';
import { defaultSettings, type FlagName, type Settings } from './flags.js';
import { UsageError } from './usage-error.js';

const KIND = 'AuthenticationConfiguration';
const GATE = 'StructuredAuthenticationConfiguration';
const OIDC_FLAGS = [
  ...(['oidc-issuer-url', 'oidc-client-id', 'oidc-ca-file', 'oidc-username-claim', 'oidc-username-prefix'] as const),
  ...(['oidc-groups-claim', 'oidc-groups-prefix', 'oidc-signing-algs', 'oidc-required-claim'] as const),
] satisfies readonly FlagName[];

/** @throws UsageError. */
export async function readAuthenticationConfiguration(
  settings: Settings,
): Promise<Pick<ServerOptions, 'authenticationConfiguration'>> {
  const path = settings['authentication-config'];
  const defaults = defaultSettings();
  const oidc = OIDC_FLAGS.some((flag) => String(settings[flag]) !== String(defaults[flag]));
  if (path === '') return oidc ? { authenticationConfiguration: await fromFlags(settings) } : {};
  if (oidc) throw new UsageError('authentication-config file and oidc-* flags are mutually exclusive');
  const features = resolveFeatures({
    version: settings['kubernetes-version'] || undefined,
    featureGates: settings['feature-gates'],
  });
  if (!features.enabled(GATE)) {
    throw new UsageError(`set --feature-gates=${GATE}=true to use authentication-config file`);
  }
  const configuration: AuthenticationConfiguration = await readParsed('authentication-config', path, (text) =>
    readConfig(text, KIND, features.version.minor),
  );
  if (configuration.anonymous !== undefined && !settings['anonymous-auth']) {
    throw new UsageError(
      'anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
    );
  }
  return { authenticationConfiguration: configuration };
}

/** What tokens may be signed with: what the flag says, where the older flags are used. */
export function signingAlgorithms(settings: Settings): Pick<ServerOptions, 'oidcSigningAlgorithms'> {
  return settings['oidc-issuer-url'] === '' ? {} : { oidcSigningAlgorithms: settings['oidc-signing-algs'] };
}

async function fromFlags(settings: Settings): Promise<AuthenticationConfiguration> {
  const url = settings['oidc-issuer-url'];
  const clientId = settings['oidc-client-id'];
  if (url === '' || clientId === '') {
    throw new UsageError('oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set');
  }
  const groupsClaim = settings['oidc-groups-claim'];
  const caFile = settings['oidc-ca-file'];
  return {
    jwt: [
      {
        issuer: {
          ...{ url, audiences: [clientId] },
          ...(caFile === '' ? {} : { certificateAuthority: await readNamedFile('oidc-ca-file', caFile) }),
        },
        claimMappings: {
          username: { claim: settings['oidc-username-claim'], prefix: usernamePrefix(settings) },
          ...(groupsClaim === '' ? {} : { groups: { claim: groupsClaim, prefix: settings['oidc-groups-prefix'] } }),
        },
        claimValidationRules: settings['oidc-required-claim'].map(requiredClaim),
      },
    ],
  };
}

// Names of several issuers must not meet: all but e-mail addresses get the issuer before them, unless told otherwise.
function usernamePrefix(settings: Settings): string {
  const prefix = settings['oidc-username-prefix'];
  if (prefix === '-') return '';
  return prefix === '' && settings['oidc-username-claim'] !== 'email' ? `${settings['oidc-issuer-url']}#` : prefix;
}

function requiredClaim(pair: string): ClaimValidationRule {
  const equals = pair.indexOf('=');
  if (equals < 0) {
    throw new UsageError(`invalid value ${JSON.stringify(pair)} for --oidc-required-claim: write claim=value`);
  }
  return { claim: pair.slice(0, equals).trim(), requiredValue: pair.slice(equals + 1).trim() };
}
