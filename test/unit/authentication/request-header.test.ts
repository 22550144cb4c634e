import { describe, expect, it } from 'vitest';
import { type AuthenticationConfig } from '../../../src/authentication/index.js';
import { authority, shown } from './authorities.js';
import { type Cluster, cluster, credentials, ISSUER } from './cluster.js';

const users = authority('users');
const proxies = authority('proxies');
const PROXY = shown(proxies.issue({ subject: { commonName: 'front-proxy-client' } }).cert);
const NAMES = {
  allowedNames: [],
  usernameHeaders: ['X-Remote-User', 'X-Other-User'],
  uidHeaders: ['X-Remote-Uid'],
  groupHeaders: ['X-Remote-Group'],
  extraHeaderPrefixes: ['X-Remote-Extra-'],
};

function proxied(names: Partial<AuthenticationConfig['requestHeader']> = {}): Cluster {
  return cluster('1.37', {
    clientCA: () => users.bundle,
    requestHeaderCA: () => proxies.bundle,
    requestHeader: { ...NAMES, ...names },
  });
}

function ask(made: Cluster, rawHeaders: readonly string[], clientCertificate = PROXY, authorization?: string) {
  const request = credentials(authorization === undefined ? {} : { authorization });
  return made.authenticators.request.authenticateRequest({ ...request, rawHeaders, clientCertificate }, [ISSUER]);
}

describe('a proxy names users in headers', () => {
  it('with UID, groups and extra fields, each header by itself', async () => {
    const headers = [
      ...['X-Remote-User', 'jane', 'X-REMOTE-UID', 'jane-uid', 'X-Remote-Group', 'ops, with a comma'],
      ...['X-Remote-Group', 'qa', 'X-Remote-Group', '', 'X-Remote-Extra-Scopes', 'a', 'x-remote-extra-scopes', 'b'],
      ...['X-Remote-Extra-Example.com%2Fkey', 'c', 'X-Remote-Extra-100%', 'd'],
    ];
    expect(await ask(proxied(), headers)).toEqual({
      user: {
        username: 'jane',
        uid: 'jane-uid',
        groups: ['ops, with a comma', 'qa', 'system:authenticated'],
        extra: { scopes: ['a', 'b'], 'example.com/key': ['c'], '100%': ['d'] },
      },
      audiences: [ISSUER],
    });
  });

  it('in the first header that has a value', async () => {
    expect((await ask(proxied(), ['X-Other-User', 'joe', 'X-Remote-User', '']))?.user.username).toBe('joe');
    expect((await ask(proxied(), ['X-Other-User', 'joe', 'X-Remote-User', 'jane']))?.user.username).toBe('jane');
  });

  it('and nobody where no header is known for it', async () => {
    const made = proxied({ usernameHeaders: [] });
    await expect(async () => ask(made, ['X-Remote-User', 'jane'])).rejects.toThrow('unknown authority');
  });

  it('only where its common name is allowed', async () => {
    const named = proxied({ allowedNames: ['front-proxy-client'] });
    expect((await ask(named, ['X-Remote-User', 'jane']))?.user.username).toBe('jane');
    const others = proxied({ allowedNames: ['somebody'] });
    await expect(async () => ask(others, ['X-Remote-User', 'jane'])).rejects.toThrow(
      'x509: subject with cn=front-proxy-client is not in the allowed list',
    );
  });
});

describe('the headers mean nothing', () => {
  const headers = ['X-Remote-User', 'jane', 'X-Remote-Group', 'system:masters'];

  it('from a user with a certificate', async () => {
    const joe = shown(users.issue({ subject: { commonName: 'joe' } }).cert);
    expect((await ask(proxied(), headers, joe))?.user.username).toBe('joe');
  });

  it('without a certificate', async () => {
    const request = { ...credentials({}), rawHeaders: headers };
    const response = await proxied().authenticators.request.authenticateRequest(request, [ISSUER]);
    expect(response?.user).toEqual({ username: 'system:anonymous', groups: ['system:unauthenticated'] });
  });

  it('without --requestheader-client-ca-file', async () => {
    const made = cluster('1.37', { clientCA: () => proxies.bundle, requestHeader: NAMES });
    expect((await ask(made, headers))?.user.username).toBe('front-proxy-client');
  });

  it('beside a token, where no user is named', async () => {
    expect((await ask(proxied(), [], PROXY, 'Bearer alice-token'))?.user.username).toBe('alice');
  });
});
