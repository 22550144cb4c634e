/** From flags to ServerOptions: reads the files they name and refuses what contradicts itself. */
import { createPublicKey } from 'node:crypto';
import { resolveFeatures } from '../features/index.js';
import type { ServerOptions } from '../server/options.js';
import { validateOptions } from '../server/validation.js';
import { signingAlgorithms } from './authentication-options.js';
import { authorizationOptions, tokenWebhookOptions } from './authorization-options.js';
import { readFileOptions } from './file-options.js';
import type { Settings } from './flags.js';
import { reasonOf, UsageError } from './usage-error.js';

/** Without manifests, clock, random source and logger. @throws UsageError. */
export async function serverOptions(settings: Settings): Promise<ServerOptions> {
  const fromFiles = await readFileOptions(settings);
  const options: ServerOptions = {
    ...text('kubernetesVersion', settings['kubernetes-version']),
    featureGates: settings['feature-gates'],
    bindAddress: settings['bind-address'],
    securePort: settings['secure-port'],
    ...(settings['http-port'] === undefined ? {} : { httpPort: settings['http-port'] }),
    ...text('advertiseAddress', settings['advertise-address']),
    tlsSans: settings['tls-san'],
    ...text('kubeletRootDir', settings['kubelet-root-dir']),
    ...text('certDir', settings['cert-dir']),
    serviceAccountIssuers: settings['service-account-issuer'],
    ...text('serviceAccountJwksUri', settings['service-account-jwks-uri']),
    serviceAccountMaxTokenExpiration: settings['service-account-max-token-expiration'],
    serviceAccountExtendTokenExpiration: settings['service-account-extend-token-expiration'],
    serviceAccountLookup: settings['service-account-lookup'],
    ...(settings['api-audiences'].length === 0 ? {} : { apiAudiences: settings['api-audiences'] }),
    anonymousAuth: settings['anonymous-auth'],
    bootstrapTokenAuth: settings['enable-bootstrap-token-auth'],
    authenticationTokenCacheTTL: settings['authentication-token-cache-ttl'],
    ...signingAlgorithms(settings),
    approveCertificateSigningRequests: settings['approve-certificate-signing-requests'],
    ...authorizationOptions(settings),
    ...tokenWebhookOptions(settings),
    enableAdmissionPlugins: settings['enable-admission-plugins'],
    disableAdmissionPlugins: settings['disable-admission-plugins'],
    defaultNotReadyTolerationSeconds: settings['default-not-ready-toleration-seconds'],
    defaultUnreachableTolerationSeconds: settings['default-unreachable-toleration-seconds'],
    simulateNodes: settings['simulate-nodes'],
    simulateStartDelay: settings['simulate-start-delay'],
    simulateRunDuration: settings['simulate-run-duration'],
    simulateStopDelay: settings['simulate-stop-delay'],
    ...fromFiles,
  };
  try {
    const features = resolveFeatures({ version: options.kubernetesVersion, featureGates: options.featureGates });
    validateOptions(options, features);
  } catch (error) {
    throw new UsageError(reasonOf(error));
  }
  return options;
}

/** True when the signing key's public half is among the keys that verify; tokens signed here fail otherwise. */
export function verifiesItsOwnTokens({ serviceAccountSigningKey, serviceAccountKeys }: ServerOptions): boolean {
  if (serviceAccountSigningKey === undefined || serviceAccountKeys === undefined) return true;
  const own = createPublicKey(serviceAccountSigningKey.export({ type: 'pkcs8', format: 'pem' }));
  return serviceAccountKeys.some((key) => key.equals(own));
}

/** An option that is set, or none for ''. */
function text<K extends keyof ServerOptions>(name: K, value: string): Partial<Record<K, string>> {
  return value === '' ? {} : ({ [name]: value } as Partial<Record<K, string>>);
}
