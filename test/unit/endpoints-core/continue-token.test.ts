import { describe, expect, it } from 'vitest';
import { decodeContinue, encodeContinue } from '../../../src/endpoints/continue-token.js';
import { resolveFeatures } from '../../../src/features/index.js';

const features = (version: string) => resolveFeatures({ version, featureGates: undefined });
const token = (json: string): string => Buffer.from(json).toString('base64url');
const PREFIX = 'invalid continue token: continue key is not valid: ';

describe('a continue token', () => {
  it('comes back as it was given out', () => {
    const given = { revision: 7, start: 'ns/a' };
    expect(decodeContinue(encodeContinue(given), features('1.36'))).toEqual(given);
  });

  it.each([
    ['garbage', '1.36', "invalid character '\\u0081' looking for beginning of value"],
    [token('{}'), '1.36', 'server does not recognize this encoded version '],
    [token('{}'), '1.24', 'server does not recognize this encoded version ""'],
    [token('{"v":"meta.k8s.io/v9"}'), '1.24', 'server does not recognize this encoded version "meta.k8s.io/v9"'],
    [token('{"v":"meta.k8s.io/v1","rv":2,"start":"../a"}'), '1.36', '../a'],
  ])('%s is refused by %s', (text, version, cause) => {
    expect(() => decodeContinue(text, features(version))).toThrow(expect.objectContaining({ message: PREFIX + cause }));
  });
});
