import { describe, expect, it } from 'vitest';
import { apiVersions, Discovery } from '../../../src/discovery/documents.js';
import { compareVersions } from '../../../src/apis/meta/version-order.js';
import { apiGroups } from '../../../src/discovery/groups.js';
import { type APIResource } from '../../../src/discovery/resources.js';
import { type Features } from '../../../src/features/features.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { kindsOf } from '../../../src/registry/index.js';

const on37 = on('1.37');

function on(version: string): Features {
  return resolveFeatures({ version, featureGates: undefined });
}

function discovery(features = on37): Discovery {
  return new Discovery(kindsOf(features), features);
}

function resource(groupVersion: string, name: string, features = on37): APIResource | undefined {
  return discovery(features)
    .resources(groupVersion)
    ?.resources.find((candidate) => candidate.name === name);
}

const ALL = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

describe('resources, as 1.37 lists them', () => {
  it.each<[string, APIResource]>([
    [
      'v1',
      {
        name: 'serviceaccounts',
        singularName: 'serviceaccount',
        namespaced: true,
        kind: 'ServiceAccount',
        verbs: ALL,
        shortNames: ['sa'],
        storageVersionHash: 'pbx9ZvyFpBE=',
      },
    ],
    [
      'v1',
      {
        name: 'serviceaccounts/token',
        singularName: '',
        namespaced: true,
        group: 'authentication.k8s.io',
        version: 'v1',
        kind: 'TokenRequest',
        verbs: ['create'],
      },
    ],
    [
      'v1',
      {
        name: 'namespaces',
        singularName: 'namespace',
        namespaced: false,
        kind: 'Namespace',
        verbs: ALL.filter((verb) => verb !== 'deletecollection'),
        shortNames: ['ns'],
        storageVersionHash: 'Q3oi5N2YM8M=',
      },
    ],
    [
      'v1',
      {
        name: 'pods',
        singularName: 'pod',
        namespaced: true,
        kind: 'Pod',
        verbs: ALL,
        shortNames: ['po'],
        categories: ['all'],
        storageVersionHash: 'xPOwRZ+Yhw8=',
      },
    ],
    ['v1', { name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] }],
    ['v1', { name: 'pods/exec', singularName: '', namespaced: true, kind: 'PodExecOptions', verbs: ['create', 'get'] }],
    ['v1', { name: 'pods/binding', singularName: '', namespaced: true, kind: 'Binding', verbs: ['create'] }],
    [
      'v1',
      {
        name: 'pods/eviction',
        singularName: '',
        namespaced: true,
        group: 'policy',
        version: 'v1',
        kind: 'Eviction',
        verbs: ['create'],
      },
    ],
    [
      'v1',
      { name: 'nodes/status', singularName: '', namespaced: false, kind: 'Node', verbs: ['get', 'patch', 'update'] },
    ],
    [
      'authentication.k8s.io/v1',
      { name: 'tokenreviews', singularName: 'tokenreview', namespaced: false, kind: 'TokenReview', verbs: ['create'] },
    ],
    [
      'rbac.authorization.k8s.io/v1',
      {
        name: 'roles',
        singularName: 'role',
        namespaced: true,
        kind: 'Role',
        verbs: ALL,
        storageVersionHash: '7FuwZcIIItM=',
      },
    ],
  ])('%s: %o', (groupVersion, expected) => {
    const found = resource(groupVersion, expected.name);
    expect(found).toEqual(expected);
    expect(Object.keys(found ?? {})).toEqual(Object.keys(expected));
  });

  it('has no singular names before 1.27', () => {
    expect(resource('v1', 'secrets', on('1.24'))).toMatchObject({
      singularName: '',
      storageVersionHash: 'S6u1pOWzb84=',
    });
  });

  it('has what the version serves', () => {
    expect(resource('authentication.k8s.io/v1', 'selfsubjectreviews')).toBeDefined();
    expect(resource('authentication.k8s.io/v1', 'selfsubjectreviews', on('1.24'))).toBeUndefined();
    expect(resource('rbac.authorization.k8s.io/v1beta1', 'roles', on('1.20'))?.storageVersionHash).toBe('7FuwZcIIItM=');
    expect(resource('rbac.authorization.k8s.io/v1beta1', 'roles', on('1.24'))).toBeUndefined();
  });

  it('is sorted, and without apiVersion for the core group', () => {
    const all = discovery();
    for (const { versions } of [{ versions: [{ groupVersion: 'v1' }] }, ...all.groups]) {
      for (const { groupVersion } of versions) {
        const list = all.resources(groupVersion);
        const names = list?.resources.map(({ name }) => name);
        expect(names).toEqual(names?.toSorted());
        expect(list).toMatchObject({ kind: 'APIResourceList', groupVersion });
        expect(list?.apiVersion).toBe(groupVersion === 'v1' ? undefined : 'v1');
      }
    }
  });
});

describe('groups', () => {
  const version = { groupVersion: 'authentication.k8s.io/v1', version: 'v1' };

  it('come in the order of their priority, custom ones last', () => {
    const names = ['widgets.io/v1', 'rbac.authorization.k8s.io/v1', 'v1', 'apps/v1', 'storage.k8s.io/v1', 'a.io/v1'];
    expect(apiGroups([...names, 'apiregistration.k8s.io/v1']).map(({ name }) => name)).toEqual([
      'apiregistration.k8s.io',
      'apps',
      'rbac.authorization.k8s.io',
      'storage.k8s.io',
      'a.io',
      'widgets.io',
    ]);
  });

  it('take the priority of the best of their versions', () => {
    const order = (version: string): string[] =>
      apiGroups([`resource.k8s.io/${version}`, 'flowcontrol.apiserver.k8s.io/v1']).map(({ name }) => name);
    expect(order('v1alpha2')).toEqual(['flowcontrol.apiserver.k8s.io', 'resource.k8s.io']);
    expect(order('v1')).toEqual(['resource.k8s.io', 'flowcontrol.apiserver.k8s.io']);
  });

  it('tell their versions', () => {
    expect(discovery().group('authentication.k8s.io')).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'authentication.k8s.io',
      versions: [version],
      preferredVersion: version,
    });
    expect(discovery(on('1.20')).group('authentication.k8s.io')).toMatchObject({
      versions: [version, { groupVersion: 'authentication.k8s.io/v1beta1', version: 'v1beta1' }],
      preferredVersion: version,
    });
    expect(discovery().group('nope.example.com')).toBeUndefined();
  });

  it('keep upstream’s own order of the betas of autoscaling', () => {
    const [group] = apiGroups(['v1', 'v2beta2', 'v2', 'v2beta1'].map((name) => `autoscaling/${name}`));
    expect(group?.versions.map((each) => each.version)).toEqual(['v2', 'v1', 'v2beta1', 'v2beta2']);
  });

  it('prefer the stable and the new', () => {
    expect(['v1beta1', 'v2', 'foo', 'v1alpha1', 'v1', 'v1beta2'].toSorted(compareVersions)).toEqual([
      'v2',
      'v1',
      'v1beta2',
      'v1beta1',
      'v1alpha1',
      'foo',
    ]);
  });
});

describe('entry points', () => {
  it('tell the address of the server', () => {
    expect(apiVersions('10.0.0.1:6443')).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.1:6443' }],
    });
  });

  it('list every path of discovery', () => {
    expect(discovery().paths()).toEqual(
      expect.arrayContaining(['/api', '/api/v1', '/apis', '/apis/', '/apis/rbac.authorization.k8s.io/v1']),
    );
  });
});
