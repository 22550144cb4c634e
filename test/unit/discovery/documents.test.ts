import { describe, expect, it } from 'vitest';
import {
  apiGroupDocuments,
  apiGroupList,
  apiResourceLists,
  apiVersions,
  indexDocument,
} from '../../../src/discovery/documents.js';
import { compareVersions } from '../../../src/discovery/groups.js';
import { type APIResource } from '../../../src/discovery/resources.js';
import { type Features } from '../../../src/features/features.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { KINDS } from '../../../src/registry/index.js';

const on37 = on('1.37');

function on(version: string): Features {
  return resolveFeatures({ version, featureGates: undefined });
}

function resource(groupVersion: string, name: string, features = on37): APIResource | undefined {
  const list = apiResourceLists(KINDS, features).find((candidate) => candidate.groupVersion === groupVersion);
  return list?.resources.find((candidate) => candidate.name === name);
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
    for (const list of apiResourceLists(KINDS, on37)) {
      const names = list.resources.map(({ name }) => name);
      expect(names).toEqual(names.toSorted());
      expect(list.apiVersion).toBe(list.groupVersion === 'v1' ? undefined : 'v1');
    }
  });
});

describe('groups', () => {
  const version = { groupVersion: 'authentication.k8s.io/v1', version: 'v1' };

  it('come in the order of their priority', () => {
    expect(apiGroupList(KINDS, on37).groups.map(({ name }) => name)).toEqual([
      'authentication.k8s.io',
      'authorization.k8s.io',
      'rbac.authorization.k8s.io',
    ]);
  });

  it('tell their versions', () => {
    expect(apiGroupDocuments(KINDS, on37)[0]).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'authentication.k8s.io',
      versions: [version],
      preferredVersion: version,
    });
    expect(apiGroupDocuments(KINDS, on('1.20'))[0]).toMatchObject({
      versions: [version, { groupVersion: 'authentication.k8s.io/v1beta1', version: 'v1beta1' }],
      preferredVersion: version,
    });
  });

  it('prefer the stable and the new', () => {
    expect(['v1beta1', 'v2', 'v1alpha1', 'v1', 'v1beta2'].toSorted(compareVersions)).toEqual([
      'v2',
      'v1',
      'v1beta2',
      'v1beta1',
      'v1alpha1',
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

  it('list every path', () => {
    expect(indexDocument(KINDS, on37, ['/version', '/version/', '/healthz'])).toEqual({
      paths: [
        '/api',
        '/api/v1',
        '/apis',
        '/apis/',
        '/apis/authentication.k8s.io',
        '/apis/authentication.k8s.io/v1',
        '/apis/authorization.k8s.io',
        '/apis/authorization.k8s.io/v1',
        '/apis/rbac.authorization.k8s.io',
        '/apis/rbac.authorization.k8s.io/v1',
        '/healthz',
        '/version',
      ],
    });
  });
});
