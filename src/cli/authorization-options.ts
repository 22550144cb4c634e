/** --authorization-config, --authorization-mode and the webhooks. Source: pkg/kubeapiserver/options/authorization.go. */
import { type AuthorizationConfiguration } from '../apis/apiserver/authorization.js';
import { readConfig } from '../apis/apiserver/config-file.js';
import { resolveFeatures } from '../features/index.js';
import type { AuthorizationMode, ServerOptions } from '../server/options.js';
import { readParsed } from './files.js';
import { defaultSettings, type FlagName, type Settings } from './flags.js';
import { UsageError } from './usage-error.js';

const KIND = 'AuthorizationConfiguration';
const GATE = 'StructuredAuthorizationConfiguration';
const LEGACY_FLAGS = [
  ...(['authorization-mode', 'authorization-webhook-config-file', 'authorization-webhook-version'] as const),
  ...(['authorization-webhook-cache-authorized-ttl', 'authorization-webhook-cache-unauthorized-ttl'] as const),
] satisfies readonly FlagName[];

/** @throws UsageError. */
export async function readAuthorizationConfiguration(
  settings: Settings,
): Promise<Pick<ServerOptions, 'authorizationConfiguration'>> {
  const path = settings['authorization-config'];
  if (path === '') return {};
  const features = resolveFeatures({
    version: settings['kubernetes-version'] || undefined,
    featureGates: settings['feature-gates'],
  });
  if (!features.enabled(GATE)) {
    throw new UsageError(`--authorization-config cannot be used without enabling the ${GATE} feature flag`);
  }
  const configuration: AuthorizationConfiguration = await readParsed('authorization-config', path, (text) =>
    readConfig(text, KIND, features.version.minor),
  );
  return { authorizationConfiguration: configuration };
}

type AuthorizationOptions = Pick<ServerOptions, 'authorizationModes' | 'authorizationWebhook'>;

/** What the older flags say, where there is no file. @throws UsageError where both are given. */
export function authorizationOptions(settings: Settings): AuthorizationOptions {
  const defaults = defaultSettings();
  if (settings['authorization-config'] !== '') {
    const given = LEGACY_FLAGS.some((flag) => String(settings[flag]) !== String(defaults[flag]));
    if (!given) return {};
    throw new UsageError(
      '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
    );
  }
  const kubeConfigFile = settings['authorization-webhook-config-file'];
  return {
    // validateOptions looks whether each is one.
    authorizationModes: settings['authorization-mode'] as readonly AuthorizationMode[],
    ...(kubeConfigFile === ''
      ? {}
      : {
          authorizationWebhook: {
            kubeConfigFile,
            version: settings['authorization-webhook-version'] as 'v1' | 'v1beta1',
            authorizedTTL: settings['authorization-webhook-cache-authorized-ttl'],
            unauthorizedTTL: settings['authorization-webhook-cache-unauthorized-ttl'],
          },
        }),
  };
}

export function tokenWebhookOptions(settings: Settings): Pick<ServerOptions, 'authenticationTokenWebhook'> {
  const kubeConfigFile = settings['authentication-token-webhook-config-file'];
  if (kubeConfigFile === '') return {};
  return {
    authenticationTokenWebhook: {
      kubeConfigFile,
      version: settings['authentication-token-webhook-version'] as 'v1' | 'v1beta1',
      cacheTTL: settings['authentication-token-webhook-cache-ttl'],
    },
  };
}
