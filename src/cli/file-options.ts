/** The options that come from files which flags name. Each group is read as a whole, and again when its files change. */
import { type KeyObject } from 'node:crypto';
import { parseCertificates } from '../apis/certificates/certificate.js';
import { readAuthenticationConfiguration } from './authentication-options.js';
import { readAuthorizationConfiguration } from './authorization-options.js';
import { parseTokenFile } from '../authentication/token-file.js';
import { isPair } from '../server/certificates/index.js';
import type { ServerChanges } from '../server/update.js';
import { parsePrivateKey, parsePublicKeys } from '../serviceaccount/keys.js';
import { readParsed } from './files.js';
import type { FlagName, Settings } from './flags.js';
import { UsageError } from './usage-error.js';

export interface FileGroup {
  /** Each names a file, several or none. */
  readonly flags: readonly FlagName[];
  /** Nothing where no flag names a file. @throws UsageError naming flag and file. */
  read(settings: Settings): Promise<ServerChanges>;
}

export const FILE_GROUPS: readonly FileGroup[] = [
  { flags: ['tls-cert-file', 'tls-private-key-file'], read: serving },
  { flags: ['client-ca-file'], read: clientCA },
  { flags: ['requestheader-client-ca-file'], read: requestHeader },
  { flags: ['service-account-signing-key-file', 'service-account-key-file'], read: serviceAccountKeys },
  { flags: ['token-auth-file'], read: staticTokens },
  { flags: ['authentication-config', 'oidc-ca-file'], read: readAuthenticationConfiguration },
  { flags: ['authorization-config'], read: readAuthorizationConfiguration },
];

/** What all groups hold. @throws UsageError. */
export async function readFileOptions(settings: Settings): Promise<ServerChanges> {
  const read: ServerChanges[] = [];
  for (const group of FILE_GROUPS) read.push(await group.read(settings));
  return Object.assign({}, ...read) as ServerChanges;
}

/** The files that a group's flags name. */
export function filesOf({ flags }: FileGroup, settings: Settings): readonly string[] {
  return flags.flatMap((flag) => settings[flag] as string | readonly string[]).filter((path) => path !== '');
}

async function serving(settings: Settings): Promise<ServerChanges> {
  const certFile = settings['tls-cert-file'];
  const keyFile = settings['tls-private-key-file'];
  if ((certFile === '') !== (keyFile === '')) {
    const [given, missing] = keyFile === '' ? ['cert', 'private-key'] : ['private-key', 'cert'];
    throw new UsageError(`--tls-${given}-file needs --tls-${missing}-file: give both or neither`);
  }
  if (certFile === '') return {};
  const cert = await readParsed('tls-cert-file', certFile, checkedCertificates);
  const key = await readParsed('tls-private-key-file', keyFile, (pem) => (parsePrivateKey(pem), pem));
  if (!isPair({ cert, key })) {
    throw new UsageError(`--tls-private-key-file: ${keyFile} is not the key of the certificate in ${certFile}`);
  }
  return { tls: { cert, key } };
}

async function clientCA(settings: Settings): Promise<ServerChanges> {
  const path = settings['client-ca-file'];
  return path === '' ? {} : { clientCA: await readParsed('client-ca-file', path, checkedCertificates) };
}

async function requestHeader(settings: Settings): Promise<ServerChanges> {
  const path = settings['requestheader-client-ca-file'];
  if (path === '') return {};
  return {
    requestHeader: {
      clientCA: await readParsed('requestheader-client-ca-file', path, checkedCertificates),
      allowedNames: settings['requestheader-allowed-names'],
      usernameHeaders: settings['requestheader-username-headers'],
      uidHeaders: settings['requestheader-uid-headers'],
      groupHeaders: settings['requestheader-group-headers'],
      extraHeaderPrefixes: settings['requestheader-extra-headers-prefix'],
    },
  };
}

function checkedCertificates(pem: string): string {
  parseCertificates(pem);
  return pem;
}

async function serviceAccountKeys(settings: Settings): Promise<ServerChanges> {
  const signing = settings['service-account-signing-key-file'];
  const verifying = settings['service-account-key-file'];
  const keys: KeyObject[] = [];
  for (const path of verifying) keys.push(...(await readParsed('service-account-key-file', path, parsePublicKeys)));
  return {
    ...(signing === ''
      ? {}
      : {
          serviceAccountSigningKey: await readParsed('service-account-signing-key-file', signing, parsePrivateKey),
        }),
    ...(verifying.length === 0 ? {} : { serviceAccountKeys: keys }),
  };
}

async function staticTokens(settings: Settings): Promise<ServerChanges> {
  const path = settings['token-auth-file'];
  return path === '' ? {} : { staticTokens: await readParsed('token-auth-file', path, parseTokenFile) };
}
