import { describe, expect, it } from 'vitest';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type Cluster, cluster, ISSUER, verdict } from './cluster.js';

const TOKEN = 'abcdef.0123456789abcdef';
const GOOD = {
  'token-id': 'abcdef',
  'token-secret': '0123456789abcdef',
  'usage-bootstrap-authentication': 'true',
};

function secret(data: Record<string, string>, more: object = {}): KubeObject {
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  return {
    metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
    ...{ type: 'bootstrap.kubernetes.io/token', data: Object.fromEntries(encoded) as object, ...more },
  };
}

function withSecret(data: Record<string, string>, more: object = {}, bootstrapTokens = true): Cluster {
  const made = cluster('1.37', { bootstrapTokens });
  made.objects.put('secrets', secret(data, more));
  return made;
}

describe('a bootstrap token', () => {
  it('is a user in the group of all of them, and in those of its secret', async () => {
    const groups =
      'system:bootstrappers:worker,system:bootstrappers:kubeadm:default-node-token,system:bootstrappers:worker';
    const made = withSecret({ ...GOOD, 'auth-extra-groups': groups });
    expect(await made.authenticators.token.authenticateToken(TOKEN, [ISSUER])).toEqual({
      user: {
        username: 'system:bootstrap:abcdef',
        groups: [
          'system:bootstrappers',
          'system:bootstrappers:kubeadm:default-node-token',
          'system:bootstrappers:worker',
          'system:authenticated',
        ],
      },
      audiences: [ISSUER],
    });
  });

  it('is good until it expires', async () => {
    const made = withSecret({ ...GOOD, expiration: '2026-11-24T00:00:00+01:00' });
    expect(await verdict(made, TOKEN)).toBe('ok: system:bootstrap:abcdef');
    made.clock.set('2026-11-23T23:00:00Z');
    expect(await verdict(made, TOKEN)).toBe('invalid bearer token');
  });

  it.each([
    ['with another secret', { ...GOOD, 'token-secret': '0123456789abcdee' }, {}],
    ['with a secret that is longer', { ...GOOD, 'token-secret': '0123456789abcdef0' }, {}],
    ['with another id', { ...GOOD, 'token-id': 'abcdeg' }, {}],
    ['for signing alone', { ...GOOD, 'usage-bootstrap-authentication': 'yes' }, {}],
    ['with an expiration that is no time', { ...GOOD, expiration: 'tomorrow' }, {}],
    ['with a foreign group', { ...GOOD, 'auth-extra-groups': 'system:masters' }, {}],
    ['with an empty group', { ...GOOD, 'auth-extra-groups': 'system:bootstrappers:a,' }, {}],
    ['of another type', GOOD, { type: 'Opaque' }],
    ['without data', GOOD, { data: undefined }],
    [
      'that is being deleted',
      GOOD,
      {
        metadata: {
          name: 'bootstrap-token-abcdef',
          namespace: 'kube-system',
          deletionTimestamp: '2026-11-23T00:00:00Z',
        },
      },
    ],
  ])("is nobody's %s", async (_what, data, more) => {
    expect(await verdict(withSecret(data, more), TOKEN)).toBe('invalid bearer token');
  });

  it('has a form', async () => {
    const made = withSecret(GOOD);
    for (const token of [
      'abcdef.0123456789ABCDEF',
      'abcde.0123456789abcdef',
      'ghijkl.0123456789abcdef',
      `${TOKEN}.x`,
    ]) {
      expect(await verdict(made, token)).toBe('invalid bearer token');
    }
  });

  it('is nothing without --enable-bootstrap-token-auth', async () => {
    expect(await verdict(withSecret(GOOD, {}, false), TOKEN)).toBe('invalid bearer token');
  });
});
