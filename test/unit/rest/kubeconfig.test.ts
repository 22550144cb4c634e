import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readKubeconfig, type RestConfig } from '../../../src/rest/kubeconfig.js';
import { kubeconfigOf } from '../../../src/server/kubeconfig.js';

const FILES: Readonly<Record<string, string>> = {
  '/kube/ca.crt': 'the CA',
  '/kube/me.crt': 'a cert',
  '/kube/me.key': 'a key',
};

function read(text: string, context?: string): RestConfig {
  const readFile = (path: string): string => FILES[path] ?? `nothing in ${path}`;
  return readKubeconfig({ text, directory: '/kube', context, parse: (yaml) => parse(yaml) as unknown, readFile });
}

const config = (user: string, cluster = 'server: https://example.com:6443'): string => `
current-context: a
contexts:
- {name: a, context: {cluster: c, user: u, namespace: shop}}
- {name: b, context: {cluster: c, user: v}}
clusters:
- {name: c, cluster: {${cluster}}}
users:
- {name: u, user: {${user}}}
- {name: v, user: {token: other}}
`;

describe('a kubeconfig', () => {
  it('of our own is read', () => {
    const text = kubeconfigOf({ server: 'https://127.0.0.1:6443', ca: 'CA', user: { cert: 'C', key: 'K' } });
    expect(read(text)).toMatchObject({
      server: 'https://127.0.0.1:6443',
      ca: 'CA',
      cert: 'C',
      key: 'K',
      insecure: false,
      namespace: 'default',
    });
  });

  it('may name files, from where it lies', () => {
    const user = 'client-certificate: me.crt, client-key: /kube/me.key';
    const text = config(
      user,
      'server: https://example.com/, certificate-authority: ca.crt, tls-server-name: kubernetes',
    );
    expect(read(text)).toMatchObject({
      server: 'https://example.com',
      ca: 'the CA',
      cert: 'a cert',
      key: 'a key',
      serverName: 'kubernetes',
      namespace: 'shop',
    });
  });

  it('may hold a token, or the file of one, which wins', () => {
    expect(read(config('token: secret'))).toMatchObject({ token: 'secret', tokenFile: undefined });
    expect(read(config('token: secret, tokenFile: tok'))).toMatchObject({ token: undefined, tokenFile: '/kube/tok' });
  });

  it('has other contexts, and someone to act as', () => {
    expect(read(config('token: a'), 'b')).toMatchObject({ token: 'other', namespace: 'default' });
    expect(read(config('token: a, as: jane, as-groups: [x, y]'))).toMatchObject({
      impersonate: { user: 'jane', groups: ['x', 'y'] },
    });
  });

  it.each([
    ['exec: {command: aws}', 'its user u has a credential plugin (exec), which is not run here; use a kubeconfig with'],
    ['auth-provider: {name: gcp}', 'its user u has an auth-provider, which is not spoken to here'],
    ['username: a, password: b', 'its user u has a user name and password, which Kubernetes no longer takes'],
  ])('is refused with %s', (user, message) => {
    expect(() => read(config(user))).toThrow(message);
  });

  it.each([
    ['- a', 'it is no kubeconfig'],
    ['{}', 'it has no current-context; name one with --context'],
    ['current-context: z', 'it has no context "z"'],
    [config('', 'server: example.com'), 'its server "example.com" is no http or https address'],
    [
      config('', 'server: https://a, proxy-url: http://b'),
      'its cluster has a proxy-url, which is not gone through here',
    ],
  ])('is refused for what it lacks', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
