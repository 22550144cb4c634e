import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubeconfigOf } from '../../../src/server/kubeconfig.js';

describe('kubeconfigOf', () => {
  it('writes cluster, user and context of a client certificate', () => {
    const text = kubeconfigOf({ server: 'https://127.0.0.1:6443', ca: 'CA', user: { cert: 'CERT', key: 'KEY' } });
    expect(parse(text)).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'kubemint', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'Q0E=' } },
      ],
      users: [{ name: 'kubernetes-admin', user: { 'client-certificate-data': 'Q0VSVA==', 'client-key-data': 'S0VZ' } }],
      contexts: [{ name: 'kubernetes-admin@kubemint', context: { cluster: 'kubemint', user: 'kubernetes-admin' } }],
      'current-context': 'kubernetes-admin@kubemint',
      preferences: {},
    });
  });

  it('writes a token, a namespace and names that YAML would misread', () => {
    const text = kubeconfigOf({
      server: 'https://[::1]:6443',
      ca: 'CA',
      user: { token: 'yes' },
      userName: 'null',
      namespace: '1e3',
    });
    expect(parse(text)).toMatchObject({
      users: [{ name: 'null', user: { token: 'yes' } }],
      contexts: [{ context: { namespace: '1e3' } }],
    });
  });

  it('lets clients that insist on TLS speak plain HTTP', () => {
    const text = kubeconfigOf({ server: 'http://127.0.0.1:8080', ca: 'CA', user: { token: 't' } });
    expect(parse(text)).toMatchObject({
      clusters: [{ cluster: { server: 'http://127.0.0.1:8080', 'insecure-skip-tls-verify': true } }],
    });
    expect(text).not.toContain('certificate-authority-data');
  });
});
