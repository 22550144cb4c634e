import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RealClock } from '../../../src/clock/clock.js';
import { SystemRandom } from '../../../src/clock/random.js';
import { createServer } from '../../../src/index.js';
import { createAuthority } from '../../../src/server/certificates/authority.js';
import { type ServerOptions } from '../../../src/server/options.js';
import { validateOptions as validateFor } from '../../../src/server/validation.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { signingKey } from '../../server.js';

const validateOptions = (options: ServerOptions, version?: string): void =>
  validateFor(options, resolveFeatures({ version, featureGates: undefined }));

const ec = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;

describe('validateOptions', () => {
  it('is asked before a server starts', async () => {
    await expect(createServer({ serviceAccountIssuers: ['1:x'] })).rejects.toThrow(
      `service-account-issuer "1:x" contained a ':' but was not a valid URL`,
    );
  });

  it('takes the curves that upstream signs with', () => {
    for (const curve of ['P-256', 'P-384', 'P-521']) validateOptions({ serviceAccountSigningKey: ec(curve) });
    expect(() => validateOptions({ serviceAccountSigningKey: ec('secp256k1') })).toThrow(
      'failed to build token generator: unknown private key curve, must be 256, 384, or 521',
    );
  });

  it('wants a private key to sign, and one of the own beside keys that verify', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => validateOptions({ serviceAccountSigningKey: publicKey })).toThrow('must be a private key');
    expect(() => validateOptions({ serviceAccountKeys: [publicKey] })).toThrow(
      'needs service-account-signing-key-file',
    );
    validateOptions({ serviceAccountKeys: [publicKey], serviceAccountSigningKey: signingKey() });
  });

  it('wants a number of nodes that there are addresses for, and delays that can be waited for', () => {
    validateOptions({ simulateNodes: 0, simulateStopDelay: 0 });
    for (const simulateNodes of [-1, 0.5, 1001]) {
      expect(() => validateOptions({ simulateNodes })).toThrow(
        'simulate-nodes must be a whole number between 0 and 1000',
      );
    }
    expect(() => validateOptions({ simulateRunDuration: -1 })).toThrow('simulate-run-duration must not be negative');
  });
});

describe('--requestheader-…', () => {
  const authority = createAuthority({ clock: new RealClock(), random: new SystemRandom() });
  const clientCA = authority.cert;

  it('wants names that are no blanks', () => {
    expect(() => validateOptions({ requestHeader: { clientCA, usernameHeaders: ['X-Remote-User', ' '] } })).toThrow(
      'empty value in "requestheader-username-headers"',
    );
    expect(() => validateOptions({ requestHeader: { clientCA, allowedNames: [''] } })).toThrow(
      'empty value in "requestheader-allowed-names"',
    );
  });

  it('knows UIDs since 1.32, and wants the usual header among theirs', () => {
    const uidHeaders = ['X-Remote-Uid'];
    validateOptions({ requestHeader: { clientCA, uidHeaders } }, '1.33');
    expect(() => validateOptions({ requestHeader: { clientCA, uidHeaders } }, '1.31')).toThrow(
      '--requestheader-uid-headers requires the "RemoteRequestHeaderUID" feature to be enabled',
    );
    expect(() => validateOptions({ requestHeader: { clientCA, uidHeaders: ['X-Id'] } })).toThrow(
      'is set without specifying the standard X-Remote-Uid header',
    );
  });

  it('wants names where an authority vouches for users and proxies alike', () => {
    expect(() => validateOptions({ clientCA, requestHeader: { clientCA } })).toThrow(
      '--requestheader-client-ca-file and --client-ca-file contain overlapping certificates',
    );
    validateOptions({ clientCA, requestHeader: { clientCA, allowedNames: ['front-proxy-client'] } });
  });
});
