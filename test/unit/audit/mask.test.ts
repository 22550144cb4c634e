import { describe, expect, it } from 'vitest';
import { masked } from '../../../src/audit/mask.js';

const CLAIMS = Buffer.from('{"iss":"https://issuer","sub":"someone"}').toString('base64url');
const JWT = `eyJhbGciOiJSUzI1NiJ9.${CLAIMS}.c2lnbmF0dXJl`;
const CUT = `eyJhbGciOiJSUzI1NiJ9.${CLAIMS.slice(0, 16)}***`;

describe('a logged object', () => {
  it('has the beginnings of its tokens alone', () => {
    expect(masked(JSON.stringify({ status: { token: JWT } }), 'TokenRequest')).toBe(`{"status":{"token":"${CUT}"}}`);
    expect(masked(JSON.stringify({ data: { note: `of ${JWT}.` } }), 'ConfigMap')).toContain(`of ${CUT}`);
  });

  it('has nothing of tokens that say nothing', () => {
    expect(masked('{"spec":{"token":"admin-\\"token"}}', 'TokenReview')).toBe('{"spec":{"token":"***"}}');
    expect(masked('{"stringData":{"token-secret":"0123456789abcdef"}}', 'Secret')).toContain('"token-secret":"***"');
  });

  it('has secrets with their tokens cut', () => {
    const encoded = Buffer.from(JWT).toString('base64');
    const { token } = JSON.parse(masked(JSON.stringify({ token: encoded }), 'Secret')) as { readonly token: string };
    expect(Buffer.from(token, 'base64').toString()).toBe(CUT);
  });

  it('is as it was without tokens', () => {
    const encoded = Buffer.from('eyJ is no token').toString('base64');
    for (const text of ['{"spec":{}}', '{"token":"eyJ"}', `{"data":{"x":"${encoded}"}}`]) {
      expect(masked(text, 'ConfigMap')).toBe(text);
    }
  });
});
