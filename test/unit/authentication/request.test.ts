import { describe, expect, it } from 'vitest';
import {
  AggregateAuthenticationError,
  type AuthenticatorResponse,
  AuthenticationError,
} from '../../../src/authentication/authenticator.js';
import { type Cluster, ISSUER, cluster, credentials } from './cluster.js';

async function ask(made: Cluster, authorization: string | undefined, heard: string[] = []) {
  const request = credentials(authorization === undefined ? {} : { authorization }, heard);
  return made.authenticators.request.authenticateRequest(request, [ISSUER]);
}

const ANONYMOUS: AuthenticatorResponse = {
  user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  audiences: [ISSUER],
};
const ALICE: AuthenticatorResponse = {
  user: { username: 'alice', uid: 'alice-uid', groups: ['developers', 'qa', 'system:authenticated'] },
  audiences: [ISSUER],
};

describe('the Authorization header', () => {
  const made = cluster('1.37');

  it.each([
    ['Bearer alice-token', ALICE],
    ['bearer alice-token', ALICE],
    ['BEARER alice-token', ALICE],
    ['  Bearer alice-token  ', ALICE],
    ['Bearer alice-token more words', ALICE],
    ['Basic YWRtaW46eA==', ANONYMOUS],
    ['Bearer ', ANONYMOUS],
    ['Bearer', ANONYMOUS],
    ['', ANONYMOUS],
    [undefined, ANONYMOUS],
  ])('%s', async (header, response) => {
    expect(await ask(made, header)).toEqual(response);
  });

  it('an unknown token is refused, and not taken for nobody', async () => {
    await expect(ask(made, 'Bearer nonsense')).rejects.toThrow(/^invalid bearer token$/);
  });

  it('two blanks are ignored with a warning', async () => {
    const heard: string[] = [];
    expect(await ask(made, 'Bearer  alice-token', heard)).toEqual(ANONYMOUS);
    expect(new Set(heard)).toEqual(
      new Set(['the provided Authorization header contains extra space before the bearer token, and is ignored']),
    );
  });

  it('nobody is nobody without --anonymous-auth', async () => {
    expect(await ask(cluster('1.37', { anonymousAuth: false }), undefined)).toBeUndefined();
  });
});

it('errors come as one, each text once', () => {
  const e = (text: string): AuthenticationError => new AuthenticationError(text);
  expect(new AggregateAuthenticationError([e('a')]).message).toBe('a');
  expect(new AggregateAuthenticationError([e('a'), e('a')]).message).toBe('a');
  expect(new AggregateAuthenticationError([e('a'), new AggregateAuthenticationError([e('b'), e('a')])]).message).toBe(
    '[a, b]',
  );
});
