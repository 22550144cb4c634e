import { beforeEach, describe, expect, test } from 'vitest';
import { type Pod } from '../../../src/apis/core/pod.js';
import { type Authorizer, type ResourceAttributes } from '../../../src/authorization/authorizer.js';
import { createAuthorizer, type PodListener } from '../../../src/authorization/index.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { FakeRoles } from './role-source.js';

const POD: Pod = {
  metadata: { namespace: 'ns', name: 'web' },
  spec: {
    nodeName: 'n1',
    serviceAccountName: 'robot',
    imagePullSecrets: [{ name: 'pull' }],
    containers: [
      {
        name: 'c',
        envFrom: [{ configMapRef: { name: 'env' } }],
        env: [{ valueFrom: { secretKeyRef: { name: 'key' } } }],
      },
    ],
    volumes: [
      { name: 'a', secret: { secretName: 'vol' } },
      { name: 'b', projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }] } },
      { name: 'c', rbd: {}, cephfs: { secretRef: { name: 'ceph' } } },
      { name: 'd', ephemeral: {} },
    ],
  },
};

let follow: PodListener;

function nodeAuthorizer(version: string): Authorizer {
  const pods = { follow: (listener: PodListener) => (follow = listener) };
  const features = resolveFeatures({ version, featureGates: undefined });
  return createAuthorizer(['Node', 'RBAC'], { features, roles: new FakeRoles(), pods });
}

function ask(what: string, more: Partial<ResourceAttributes> = {}): ResourceAttributes {
  const [verb = '', resource = '', subresource = ''] = what.split(/[ /]/);
  return {
    resourceRequest: true,
    user: { username: 'system:node:n1', groups: ['system:nodes'] },
    verb,
    namespace: 'ns',
    apiGroup: '',
    apiVersion: 'v1',
    resource,
    subresource,
    name: '',
    ...more,
  };
}

describe('what a node may reach through its pods', () => {
  let authorizer: Authorizer;
  beforeEach(() => {
    authorizer = nodeAuthorizer('1.24');
    follow('ADDED', POD);
  });

  const unrelated = "no relationship found between node 'n1' and this object";

  test.each([
    ['get secrets', 'pull'],
    ['get secrets', 'key'],
    ['get secrets', 'vol'],
    ['watch secrets', 'ceph'],
    ['get configmaps', 'env'],
    ['list configmaps', 'kube-root-ca.crt'],
    ['get persistentvolumeclaims', 'web-d'],
    ['create serviceaccounts/token', 'robot'],
  ])('%s %s', async (what, name) => {
    expect(await authorizer.authorize(ask(what, { name }))).toEqual({ decision: 'allow', reason: '' });
  });

  test.each([
    ['get secrets', { name: 'other' }, unrelated],
    ['get secrets', { name: 'pull', namespace: 'default' }, unrelated],
    [
      'get secrets',
      { name: 'pull', user: { username: 'system:node:n2', groups: ['system:nodes'] } },
      unrelated.replace('n1', 'n2'),
    ],
    ['list secrets', {}, 'No Object name found'],
    ['delete secrets', { name: 'pull' }, 'can only read resources of this type'],
    ['create serviceaccounts/token', { name: 'other' }, unrelated],
    ['get serviceaccounts', { name: 'robot' }, 'can only create tokens for individual service accounts'],
    ['list persistentvolumeclaims', { name: 'web-d' }, 'can only get individual resources of this type'],
  ])('not %s %j', async (what, more, reason) => {
    expect(await authorizer.authorize(ask(what, more))).toEqual({ decision: 'noOpinion', reason });
  });

  test('until the pod goes', async () => {
    follow('DELETED', POD);
    expect((await authorizer.authorize(ask('get secrets', { name: 'pull' }))).decision).toBe('noOpinion');
  });

  test('a mirror pod leads nowhere', async () => {
    const annotations = { 'kubernetes.io/config.mirror': 'x' };
    follow('MODIFIED', { ...POD, metadata: { ...POD.metadata, annotations } });
    expect((await authorizer.authorize(ask('get secrets', { name: 'pull' }))).decision).toBe('noOpinion');
  });

  test('a user who only looks like a node is none', async () => {
    const user = { username: 'system:node:n1', groups: [] };
    expect(await authorizer.authorize(ask('get secrets', { name: 'pull', user }))).toEqual({
      decision: 'noOpinion',
      reason: '',
    });
  });
});

describe('what every node may', () => {
  test.each([
    ['1.24', 'list pods', {}, 'allow', ''],
    ['1.24', 'get nodes', { name: 'n2', namespace: '' }, 'allow', ''],
    ['1.24', 'get services', {}, 'allow', ''],
    ['1.37', 'list pods', {}, 'noOpinion', 'node: can only list/watch pods with spec.nodeName field selector'],
    ['1.37', 'get nodes', { name: 'n1', namespace: '' }, 'allow', ''],
    [
      '1.37',
      'get nodes',
      { name: 'n2', namespace: '' },
      'noOpinion',
      "node: node 'n1' cannot read 'n2', only its own Node object",
    ],
    ['1.37', 'delete services', {}, 'noOpinion', ''],
    ['1.37', 'update pods/status', { name: 'x' }, 'allow', ''],
  ])('in %s: %s %j: %s', async (version, what, more, decision, reason) => {
    expect(await nodeAuthorizer(version).authorize(ask(what, more))).toEqual({ decision, reason });
  });

  test('list its own pods, by field', async () => {
    const fieldSelector = [{ field: 'spec.nodeName', operator: '=' as const, value: 'n1' }];
    const authorizer = nodeAuthorizer('1.37');
    expect((await authorizer.authorize(ask('list pods', { namespace: '', fieldSelector }))).decision).toBe('allow');
  });

  test('its own lease', async () => {
    const authorizer = nodeAuthorizer('1.24');
    const lease = { apiGroup: 'coordination.k8s.io', namespace: 'kube-node-lease' };
    expect((await authorizer.authorize(ask('update leases', { ...lease, name: 'n1' }))).decision).toBe('allow');
    expect((await authorizer.authorize(ask('update leases', { ...lease, name: 'n2' }))).reason).toBe(
      'can only access node lease with the same name as the requesting node',
    );
  });

  test('its rules are not listed', async () => {
    const rules = await nodeAuthorizer('1.24').rulesFor(ask('').user, 'ns');
    expect(rules).toMatchObject({ incomplete: true, error: 'node authorizer does not support user rule resolution' });
  });
});
