import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createServer } from '../../../src/index.js';
import { validateOptions } from '../../../src/server/validation.js';
import { signingKey } from '../../server.js';

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
