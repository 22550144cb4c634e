/** The authorizers that the options ask for. Source: pkg/kubeapiserver/options/authorization.go (buildAuthorizationConfiguration). */
import { type AuthorizationConfiguration } from '../apis/apiserver/authorization.js';
import {
  AUTHORIZER_TYPES,
  type CompileCondition,
  type Connections,
  validateAuthorizationConfiguration,
} from '../authorization/index.js';
import { loadConnection } from '../transport/kubeconfig.js';
import { type AuthorizationMode, type AuthorizationWebhookOptions, type ServerOptions } from './options.js';

const DEFAULT_MODES: readonly AuthorizationMode[] = ['Node', 'RBAC'];
const FIVE_MINUTES = 300;
const HALF_A_MINUTE = 30;

/** What is configured, or what the modes amount to. @throws Error in one line for what upstream would refuse. */
export function authorizationConfiguration(
  { authorizationConfiguration: configured, authorizationModes = DEFAULT_MODES, authorizationWebhook }: ServerOptions,
  compile: CompileCondition,
): AuthorizationConfiguration {
  if (configured !== undefined) {
    checkAuthorizationConfiguration(configured, compile);
    return configured;
  }
  const authorizers = authorizationModes.map((type) =>
    type === 'Webhook'
      ? { type, name: 'default', ...(authorizationWebhook && { webhook: legacyWebhook(authorizationWebhook) }) }
      : { type, name: type.toLowerCase() },
  );
  return { authorizers };
}

/** @throws Error in one line. */
export function checkAuthorizationConfiguration(
  configuration: AuthorizationConfiguration,
  compile: CompileCondition,
): void {
  validateAuthorizationConfiguration(configuration, AUTHORIZER_TYPES, compile);
}

function legacyWebhook({
  kubeConfigFile,
  version = 'v1beta1',
  authorizedTTL = FIVE_MINUTES,
  unauthorizedTTL = HALF_A_MINUTE,
}: AuthorizationWebhookOptions) {
  return {
    ...{ authorizedTTL: `${authorizedTTL}s`, cacheAuthorizedRequests: authorizedTTL !== 0 },
    ...{ unauthorizedTTL: `${unauthorizedTTL}s`, cacheUnauthorizedRequests: unauthorizedTTL !== 0 },
    ...{ timeout: '30s', failurePolicy: 'NoOpinion', subjectAccessReviewVersion: version },
    connectionInfo: { type: 'KubeConfigFile', kubeConfigFile },
  };
}

/** Reads the kubeconfigs of all webhooks. @throws Error in one line that names the file. */
export async function loadConnections({ authorizers = [] }: AuthorizationConfiguration): Promise<Connections> {
  const paths = authorizers.flatMap(({ webhook }) => webhook?.connectionInfo?.kubeConfigFile ?? []);
  return new Map(await Promise.all(paths.map(async (path) => [path, await loadConnection(path)] as const)));
}
