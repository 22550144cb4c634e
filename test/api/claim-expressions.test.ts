/** Claims become users by expressions, as they do on a real server. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JWTAuthenticatorConfiguration } from '../../src/apis/apiserver/authentication.js';
import { type Server, startServer } from '../server.js';
import { TokenIssuer } from '../token-issuer.js';
import { agentOf, type ApiBody } from './agent.js';

interface ClaimExpressions extends Omit<JWTAuthenticatorConfiguration, 'issuer'> {
  /** The claims beside sub, which is jane where they have none, and the user or the error of a real 1.37.2. */
  readonly cases: readonly (readonly [
    claims: Readonly<Record<string, unknown>>,
    outcome: string | Readonly<Record<string, unknown>>,
  ])[];
}

const CASES = readFileSync(new URL('claim-cases.json', import.meta.url), 'utf8');
const CLAIM_EXPRESSIONS = JSON.parse(CASES) as readonly ClaimExpressions[];

let issuer: TokenIssuer;
let server: Server;

beforeAll(async () => {
  issuer = await TokenIssuer.start();
  const jwt = CLAIM_EXPRESSIONS.map(({ claimMappings, claimValidationRules, userValidationRules }, index) => ({
    issuer: { url: `${issuer.url}/${index}`, audiences: ['kubemint'], certificateAuthority: issuer.ca },
    ...(claimMappings && { claimMappings }),
    ...(claimValidationRules && { claimValidationRules }),
    ...(userValidationRules && { userValidationRules }),
  }));
  server = await startServer({ kubernetesVersion: '1.37', authenticationConfiguration: { jwt } });
});

afterAll(async () => {
  await server.close();
  await issuer.stop();
});

async function reviewed(token: string): Promise<ApiBody['status']> {
  const response = await agentOf(server)
    .post('/apis/authentication.k8s.io/v1/tokenreviews')
    .send({ spec: { token } })
    .expect(201);
  return (response.body as ApiBody).status;
}

function summary({
  claimMappings = {},
  claimValidationRules = [],
  userValidationRules = [],
}: ClaimExpressions): string {
  return [claimMappings, ...claimValidationRules, ...userValidationRules].map((each) => JSON.stringify(each)).join(' ');
}

describe.each(CLAIM_EXPRESSIONS.map((each, index) => ({ index, expressions: summary(each), cases: each.cases })))(
  '$expressions',
  ({ index, cases }) => {
    it.each(cases)('%j', async (claims, outcome) => {
      const token = await issuer.sign(`/${index}`, { aud: 'kubemint', sub: 'jane', ...claims });
      const { authenticated = false, user = {}, error } = await reviewed(token);
      if (typeof outcome === 'string') {
        expect([authenticated, error]).toEqual([false, `[invalid bearer token, ${outcome}]`]);
        return;
      }
      const { groups = [], ...others } = outcome as { groups?: readonly string[] };
      expect(error).toBeUndefined();
      expect(user).toEqual({ ...others, groups: [...groups, 'system:authenticated'] });
    });
  },
);
