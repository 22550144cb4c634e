import { beforeEach, describe, expect, test } from 'vitest';
import { type KubeObject, type WatchEventType } from '../../../src/apis/meta/v1.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { type Authorizer, type ResourceAttributes } from '../../../src/authorization/authorizer.js';
import { createAuthorizer, type NodeObjectListener, type NodeResource } from '../../../src/authorization/index.js';
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

let tell: NodeObjectListener;

const follow = (type: WatchEventType, pod: Pod) => tell(type, 'pods', pod);

function nodeAuthorizer(version: string, featureGates?: Record<string, boolean>): Authorizer {
  const nodeObjects = { follow: (listener: NodeObjectListener) => (tell = listener) };
  const features = resolveFeatures({ version, featureGates });
  return createAuthorizer(['Node', 'RBAC'], { features, roles: new FakeRoles(), nodeObjects });
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

describe('what a node may reach through volumes', () => {
  const claimed = (source: object, namespace = 'ns'): KubeObject =>
    ({
      metadata: { name: 'pv' },
      spec: { claimRef: { namespace, name: 'web-d' }, ...source },
    }) as KubeObject;

  const volume = (name: string) => ask('get persistentvolumes', { namespace: '', name });
  const secret = (name: string, namespace = 'ns') => ask('get secrets', { namespace, name });

  test.each([
    ['azureFile', { azureFile: { secretName: 's' } }, 'ns'],
    ['azureFile elsewhere', { azureFile: { secretName: 's', secretNamespace: 'other' } }, 'other'],
    ['cephfs', { cephfs: { secretRef: { name: 's' } } }, 'ns'],
    ['iscsi elsewhere', { iscsi: { secretRef: { name: 's', namespace: 'other' } } }, 'other'],
    ['cinder', { cinder: { secretRef: { name: 's', namespace: 'other' } } }, 'other'],
    ['csi', { csi: { nodeStageSecretRef: { name: 's', namespace: 'other' } } }, 'other'],
  ])('a secret of %s', async (_what, source, namespace) => {
    const authorizer = nodeAuthorizer('1.37');
    follow('ADDED', POD);
    expect((await authorizer.authorize(secret('s', namespace))).decision).toBe('noOpinion');
    tell('ADDED', 'persistentvolumes', claimed(source));
    expect((await authorizer.authorize(volume('pv'))).decision).toBe('allow');
    expect((await authorizer.authorize(secret('s', namespace))).decision).toBe('allow');
    tell('MODIFIED', 'persistentvolumes', { ...claimed({}), spec: {} } as KubeObject);
    expect((await authorizer.authorize(volume('pv'))).decision).toBe('noOpinion');
    expect((await authorizer.authorize(secret('s', namespace))).decision).toBe('noOpinion');
  });

  test('not the secrets of a CSI controller, and none of what other nodes use', async () => {
    const authorizer = nodeAuthorizer('1.37');
    follow('ADDED', { ...POD, spec: { ...POD.spec, nodeName: 'n2' } });
    tell('ADDED', 'persistentvolumes', claimed({ csi: { nodePublishSecretRef: { name: 's', namespace: 'ns' } } }));
    expect((await authorizer.authorize(secret('s'))).decision).toBe('noOpinion');
    follow('MODIFIED', POD);
    expect((await authorizer.authorize(secret('s'))).decision).toBe('allow');
    tell(
      'MODIFIED',
      'persistentvolumes',
      claimed({ csi: { controllerExpandSecretRef: { name: 's', namespace: 'ns' } } }),
    );
    expect((await authorizer.authorize(secret('s'))).decision).toBe('noOpinion');
  });
});

describe('what is of the node itself', () => {
  const of = (node: string): KubeObject => ({ metadata: { name: 'it' }, spec: { nodeName: node } }) as KubeObject;
  const storage = { apiGroup: 'storage.k8s.io', namespace: '' };
  const slices = { apiGroup: 'resource.k8s.io', namespace: '' };
  const requests = { apiGroup: 'certificates.k8s.io' };
  const fieldSelector = [{ field: 'spec.nodeName', operator: '=' as const, value: 'n1' }];

  test.each<[string, NodeResource, string, Partial<ResourceAttributes>, string | true]>([
    ['1.23', 'volumeattachments', 'get volumeattachments', { ...storage, name: 'it' }, true],
    ['1.24', 'volumeattachments', 'list volumeattachments', storage, 'can only get individual resources of this type'],
    ['1.24', 'resourceslices', 'get resourceslices', { ...slices, name: 'it' }, ''],
    ['1.30', 'resourceslices', 'update resourceslices', { ...slices, name: 'it' }, true],
    ['1.30', 'resourceslices', 'list resourceslices', slices, true],
    [
      '1.30',
      'resourceslices',
      'deletecollection resourceslices',
      slices,
      'can only get, create, update, patch, or delete a ResourceSlice',
    ],
    ['1.37', 'resourceslices', 'create resourceslices', slices, true],
    ['1.37', 'resourceslices', 'delete resourceslices', { ...slices, name: 'it' }, true],
    [
      '1.37',
      'resourceslices',
      'delete resourceslices',
      { ...slices, name: 'other' },
      "node: no relationship found between node 'n1' and this object",
    ],
    ['1.37', 'resourceslices', 'list resourceslices', { ...slices, fieldSelector }, true],
    [
      '1.37',
      'resourceslices',
      'list resourceslices',
      slices,
      'node: can only list/watch/deletecollection resourceslices with nodeName field selector',
    ],
    [
      '1.37',
      'resourceslices',
      'get resourceslices/status',
      { ...slices, name: 'it' },
      'node: cannot authorize ResourceSlice subresources',
    ],
    ['1.37', 'podcertificaterequests', 'create podcertificaterequests', requests, true],
    ['1.37', 'podcertificaterequests', 'get podcertificaterequests', { ...requests, namespace: '', name: 'it' }, true],
    ['1.37', 'podcertificaterequests', 'list podcertificaterequests', { ...requests, fieldSelector }, true],
    [
      '1.37',
      'podcertificaterequests',
      'list podcertificaterequests',
      requests,
      'node: can only list/watch podcertificaterequests with nodeName field selector',
    ],
    [
      '1.37',
      'podcertificaterequests',
      'delete podcertificaterequests',
      { ...requests, name: 'it' },
      'node: nodes may not delete podcertificaterequests',
    ],
    ['1.35', 'podcertificaterequests', 'create podcertificaterequests', requests, ''],
    [
      '1.37',
      'pods',
      'update csinodes/status',
      { ...storage, name: 'n1' },
      'node: CSINode status access requires CSIVolumeHealth feature',
    ],
    ['1.36', 'pods', 'update csinodes/status', { ...storage, name: 'n1' }, 'cannot authorize CSINode subresources'],
    ['1.24', 'pods', 'patch csinodes', { ...storage, name: 'n1' }, true],
    [
      '1.24',
      'pods',
      'patch csinodes',
      { ...storage, name: 'n2' },
      'can only access CSINode with the same name as the requesting node',
    ],
  ])('in %s: of %s: %s %j', async (version, resource, what, more, wanted) => {
    const authorizer = nodeAuthorizer(version);
    tell('ADDED', resource, resource === 'pods' ? POD : of('n1'));
    const { decision, reason } = await authorizer.authorize(ask(what, more));
    expect({ decision, reason }).toEqual(
      wanted === true ? { decision: 'allow', reason: '' } : { decision: 'noOpinion', reason: wanted },
    );
  });

  test('accounts of its pods, where credential providers or certificates may need them', async () => {
    const robot = ask('get serviceaccounts', { name: 'robot' });
    const gates = { KubeletServiceAccountTokenForCredentialProviders: false };
    for (const [version, featureGates, wanted] of [
      ['1.32', {}, 'can only create tokens for individual service accounts'],
      ['1.33', {}, 'not allowed to get service accounts'],
      ['1.34', gates, 'not allowed to get service accounts'],
      ['1.34', {}, ''],
    ] as const) {
      const authorizer = nodeAuthorizer(version, featureGates);
      follow('ADDED', POD);
      expect((await authorizer.authorize(robot)).reason).toBe(wanted);
    }
  });

  test('resource claims of its pods', async () => {
    const claim = (name: string) => ask('get resourceclaims', { apiGroup: 'resource.k8s.io', name });
    const authorizer = nodeAuthorizer('1.37');
    const spec = {
      ...POD.spec,
      resourceClaims: [
        { name: 'a', resourceClaimName: 'named' },
        { name: 'b', resourceClaimTemplateName: 't' },
      ],
    };
    follow('ADDED', { ...POD, spec });
    expect((await authorizer.authorize(claim('named'))).decision).toBe('allow');
    expect((await authorizer.authorize(claim('made'))).decision).toBe('noOpinion');
    follow('MODIFIED', { ...POD, spec, status: { resourceClaimStatuses: [{ name: 'b', resourceClaimName: 'made' }] } });
    expect((await authorizer.authorize(claim('made'))).decision).toBe('allow');
    expect((await nodeAuthorizer('1.24').authorize(claim('named'))).reason).toBe('');
  });
});
