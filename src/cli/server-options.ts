/** From flags to ServerOptions: reads the files they name and refuses what contradicts itself. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { parseTokenFile } from '../authentication/token-file.js';
import { resolveFeatures } from '../features/index.js';
import { isPair } from '../server/certificates/index.js';
import type { AuthorizationMode, ServerOptions } from '../server/options.js';
import { validateOptions } from '../server/validation.js';
import { parsePrivateKey, parsePublicKeys } from '../serviceaccount/keys.js';
import { readParsed } from './files.js';
import type { Settings } from './flags.js';
import { reasonOf, UsageError } from './usage-error.js';

/** Without manifests, clock, random source and logger. @throws UsageError. */
export async function serverOptions(settings: Settings): Promise<ServerOptions> {
  const fromFiles = { ...(await serving(settings)), ...(await tokens(settings)) };
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
    // validateOptions looks whether each is one.
    authorizationModes: settings['authorization-mode'] as readonly AuthorizationMode[],
    ...fromFiles,
  };
  try {
    validateOptions(options);
    resolveFeatures({ version: options.kubernetesVersion, featureGates: options.featureGates });
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

type ServingOptions = Pick<ServerOptions, 'tls' | 'clientCA'>;

async function serving(settings: Settings): Promise<ServingOptions> {
  const cert = settings['tls-cert-file'];
  const key = settings['tls-private-key-file'];
  if ((cert === '') !== (key === '')) {
    const [given, missing] = key === '' ? ['cert', 'private-key'] : ['private-key', 'cert'];
    throw new UsageError(`--tls-${given}-file needs --tls-${missing}-file: give both or neither`);
  }
  const clientCA = settings['client-ca-file'];
  return {
    ...(cert === '' ? {} : { tls: await servingPair(cert, key) }),
    ...(clientCA === '' ? {} : { clientCA: await readParsed('client-ca-file', clientCA, checkedCertificates) }),
  };
}

async function servingPair(certFile: string, keyFile: string): Promise<{ cert: string; key: string }> {
  const cert = await readParsed('tls-cert-file', certFile, checkedCertificates);
  const key = await readParsed('tls-private-key-file', keyFile, (pem) => (parsePrivateKey(pem), pem));
  if (!isPair({ cert, key })) {
    throw new UsageError(`--tls-private-key-file: ${keyFile} is not the key of the certificate in ${certFile}`);
  }
  return { cert, key };
}

function checkedCertificates(pem: string): string {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (blocks === null) throw new Error('it holds no PEM certificate');
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      throw new Error(`certificate ${String(index + 1)} in it cannot be read`);
    }
  }
  return pem;
}

type TokenOptions = Pick<ServerOptions, 'serviceAccountSigningKey' | 'serviceAccountKeys' | 'staticTokens'>;

async function tokens(settings: Settings): Promise<TokenOptions> {
  const signing = settings['service-account-signing-key-file'];
  const verifying = settings['service-account-key-file'];
  const keys: KeyObject[] = [];
  for (const path of verifying) keys.push(...(await readParsed('service-account-key-file', path, parsePublicKeys)));
  const tokenFile = settings['token-auth-file'];
  return {
    ...(signing === ''
      ? {}
      : {
          serviceAccountSigningKey: await readParsed('service-account-signing-key-file', signing, parsePrivateKey),
        }),
    ...(verifying.length === 0 ? {} : { serviceAccountKeys: keys }),
    ...(tokenFile === '' ? {} : { staticTokens: await readParsed('token-auth-file', tokenFile, parseTokenFile) }),
  };
}
