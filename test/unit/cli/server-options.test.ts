import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../src/cli/flags.js';
import { serverOptions, verifiesItsOwnTokens } from '../../../src/cli/server-options.js';
import { RealClock } from '../../../src/clock/clock.js';
import { SystemRandom } from '../../../src/clock/random.js';
import { createAuthority } from '../../../src/server/certificates/authority.js';
import type { ServerOptions } from '../../../src/server/options.js';

const read = (settings: Partial<Settings>): Promise<ServerOptions> =>
  serverOptions({ ...defaultSettings(), ...settings });

const authority = createAuthority({ clock: new RealClock(), random: new SystemRandom() });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const serving = authority.issueServing(['localhost']);
const FILES: Readonly<Record<string, string>> = {
  'rsa.pem': rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  'ec.pem': ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
  'public.pem':
    rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString() +
    ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  'ed25519.pem': generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  'garbage.pem': 'garbage',
  'server.crt': serving.cert,
  'server.key': serving.key,
  'ca.crt': authority.cert,
  'broken.crt': `${authority.cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
  'tokens.csv': 'a-token,alice,1,"dev,qa"\nb-token,bob,2\n',
  'broken.csv': 'a-token,alice,1\nb-token,bob\n',
};
let directory: string;
const file = (name: string): string => join(directory, name);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubemint-cli-'));
  for (const [name, content] of Object.entries(FILES)) writeFileSync(file(name), content);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('serverOptions', () => {
  it('leaves unset what has no value', async () => {
    expect(await read({})).toEqual({
      featureGates: {},
      bindAddress: '127.0.0.1',
      securePort: 6443,
      tlsSans: [],
      serviceAccountIssuers: ['https://kubernetes.default.svc.cluster.local'],
      serviceAccountMaxTokenExpiration: 0,
      serviceAccountExtendTokenExpiration: true,
      serviceAccountLookup: true,
      anonymousAuth: true,
      approveCertificateSigningRequests: false,
      authenticationTokenCacheTTL: 0,
      bootstrapTokenAuth: false,
      authorizationModes: ['Node', 'RBAC'],
      enableAdmissionPlugins: [],
      disableAdmissionPlugins: [],
      defaultNotReadyTolerationSeconds: 300,
      defaultUnreachableTolerationSeconds: 300,
      simulateNodes: 1,
      simulateStartDelay: 0.02,
      simulateRunDuration: 0.1,
      simulateStopDelay: 0.02,
    });
  });

  it('reads certificates, keys and tokens from their files', async () => {
    const options = await read({
      'tls-cert-file': file('server.crt'),
      'tls-private-key-file': file('server.key'),
      'client-ca-file': file('ca.crt'),
      'requestheader-client-ca-file': file('server.crt'),
      'requestheader-username-headers': ['X-Remote-User'],
      'service-account-signing-key-file': file('ec.pem'),
      'service-account-key-file': [file('public.pem'), file('rsa.pem')],
      'token-auth-file': file('tokens.csv'),
    });
    expect(options.tls).toEqual(serving);
    expect(options.clientCA).toBe(authority.cert);
    expect(options.requestHeader).toMatchObject({ clientCA: serving.cert, usernameHeaders: ['X-Remote-User'] });
    expect(options.serviceAccountSigningKey?.equals(ec.privateKey)).toBe(true);
    const expected = [
      rsa.publicKey,
      ec.publicKey,
      createPublicKey(rsa.publicKey.export({ type: 'spki', format: 'pem' })),
    ];
    expect(options.serviceAccountKeys?.map((key, index) => key.equals(expected[index] ?? key))).toEqual([
      true,
      true,
      true,
    ]);
    expect(options.staticTokens).toEqual([
      { token: 'a-token', username: 'alice', uid: '1', groups: ['dev', 'qa'] },
      { token: 'b-token', username: 'bob', uid: '2', groups: [] },
    ]);
    expect(verifiesItsOwnTokens(options)).toBe(true);
  });

  it('knows when tokens that are signed will not verify', async () => {
    const settings = {
      'service-account-signing-key-file': file('ec.pem'),
      'service-account-key-file': [file('rsa.pem')],
    };
    expect(verifiesItsOwnTokens(await read(settings))).toBe(false);
    expect(verifiesItsOwnTokens(await read({}))).toBe(true);
  });

  const wrong: readonly (readonly [() => Partial<Settings>, string])[] = [
    [() => ({ 'tls-cert-file': file('server.crt') }), '--tls-cert-file needs --tls-private-key-file'],
    [() => ({ 'tls-private-key-file': file('server.key') }), '--tls-private-key-file needs --tls-cert-file'],
    [
      () => ({ 'tls-cert-file': file('server.crt'), 'tls-private-key-file': file('rsa.pem') }),
      'rsa.pem is not the key of the certificate in ',
    ],
    [
      () => ({ 'tls-cert-file': file('garbage.pem'), 'tls-private-key-file': file('server.key') }),
      'garbage.pem: it holds no PEM certificate',
    ],
    [() => ({ 'client-ca-file': file('none.crt') }), 'none.crt: no such file'],
    [() => ({ 'client-ca-file': file('broken.crt') }), 'broken.crt: certificate 2 in it cannot be read'],
    [() => ({ 'token-auth-file': file('broken.csv') }), 'broken.csv: line 2: must have at least 3 columns'],
    [() => ({ 'service-account-key-file': [file('garbage.pem')] }), 'garbage.pem: no RSA or ECDSA key found'],
    [
      () => ({ 'service-account-signing-key-file': file('public.pem') }),
      'public.pem: no RSA or ECDSA private key found',
    ],
    [() => ({ 'service-account-signing-key-file': file('ed25519.pem') }), 'ed25519.pem: no RSA or ECDSA private key'],
    [() => ({ 'service-account-key-file': [file('rsa.pem')] }), 'needs service-account-signing-key-file'],
    [
      () => ({ 'service-account-issuer': ['1:x'] }),
      `service-account-issuer "1:x" contained a ':' but was not a valid URL: parse "1:x": first path segment in URL cannot contain colon`,
    ],
    [() => ({ 'service-account-issuer': [''] }), 'service-account-issuer should not be an empty string'],
    [() => ({ 'service-account-issuer': [] }), 'service-account-issuer is a required flag'],
    [() => ({ 'service-account-issuer': ['a', 'a'] }), 'service-account-issuer "a" is already specified'],
    [
      () => ({ 'service-account-jwks-uri': 'http://x/keys' }),
      'service-account-jwks-uri requires https scheme, parsed as: http://x/keys',
    ],
    [
      () => ({ 'service-account-max-token-expiration': 3599 }),
      'the service-account-max-token-expiration must be between 1 hour and 2^32 seconds',
    ],
    [() => ({ 'service-account-max-token-expiration': 2 ** 32 + 1 }), 'must be between 1 hour and 2^32 seconds'],
    [() => ({ 'authorization-mode': ['Rbac'] }), 'authorization-mode "Rbac" is not a valid mode'],
    [
      () => ({ 'authorization-mode': ['Webhook'] }),
      "authorization-mode Webhook's authorization config file not passed",
    ],
    [() => ({ 'authorization-mode': [] }), 'at least one authorization-mode must be passed'],
    [() => ({ 'authorization-mode': ['RBAC', 'RBAC'] }), 'has mode specified more than once'],
    [() => ({ 'kubernetes-version': '1.19' }), 'unknown Kubernetes version "1.19"'],
    [() => ({ 'feature-gates': { ServiceAccountTokenJTT: true } }), 'did you mean ServiceAccountTokenJTI?'],
  ];

  it.each(wrong)('refuses what contradicts itself or cannot be read: %s %s', async (settings, message) => {
    await expect(read(settings())).rejects.toThrow(message);
    await expect(read(settings())).rejects.toThrow(/^[^\n]+$/);
  });

  it('takes issuers that upstream takes', async () => {
    const issuers = ['kubernetes/serviceaccount', 'urn:example:issuer', 'https://[::1]:8443/path'];
    expect((await read({ 'service-account-issuer': issuers })).serviceAccountIssuers).toEqual(issuers);
  });
});

describe('a key that openssl made', () => {
  const openssl = (): boolean => {
    try {
      execFileSync('openssl', ['version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };

  it.skipIf(!openssl())('is read, with the EC PARAMETERS block before it', async () => {
    const path = file('openssl.pem');
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-out', path]);
    const options = await read({ 'service-account-signing-key-file': path });
    expect(options.serviceAccountSigningKey?.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  });
});
