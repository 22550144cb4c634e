import { afterEach, describe, expect, it } from 'vitest';
import { namespaceController } from '../../../src/controllers/namespaces.js';
import { rootCAPublisher } from '../../../src/controllers/root-ca-publisher.js';
import { serviceAccountsController } from '../../../src/controllers/serviceaccounts.js';
import { systemNamespacesController } from '../../../src/controllers/system-namespaces.js';
import { Cluster, type ClusterOptions, CONFIG_MAPS, NAMESPACES, object, PODS, SERVICE_ACCOUNTS } from './cluster.js';

let cluster = new Cluster();
afterEach(() => cluster.stop());

function fresh(options: ClusterOptions = {}): Cluster {
  cluster = new Cluster(options);
  return cluster;
}

describe('the default service account', () => {
  it('appears in every namespace, and again where it is deleted', async () => {
    await fresh().addNamespace('old');
    await cluster.start(serviceAccountsController);
    expect(cluster.names(SERVICE_ACCOUNTS, 'old')).toEqual(['default']);
    await cluster.addNamespace('team');
    await cluster.settle();
    await cluster.accounts.delete('team', 'default');
    await cluster.settle();
    expect(cluster.names(SERVICE_ACCOUNTS, 'team')).toEqual(['default']);
    expect(cluster.server.writes.at(-1)).toBe(
      'system:serviceaccount:kube-system:service-account-controller create serviceaccounts/default',
    );
  });

  it('does not come back in a namespace that is being deleted', async () => {
    await fresh().addNamespace('team');
    await cluster.start(serviceAccountsController);
    await cluster.namespaces.delete('', 'team');
    await cluster.accounts.delete('team', 'default');
    await cluster.settle();
    expect(cluster.names(SERVICE_ACCOUNTS, 'team')).toEqual([]);
    expect(cluster.errors).toEqual([]);
  });
});

describe('kube-root-ca.crt', () => {
  it.each([
    ['1.21', undefined],
    ['1.22', { 'kubernetes.io/description': expect.stringMatching(/^Contains a CA bundle .* clusters\.$/) as string }],
    ['1.37', { 'kubernetes.io/description': expect.stringMatching(/^Contains a CA bundle .* clusters\.$/) as string }],
  ])('holds the CA; annotations in %s', async (version, annotations) => {
    await fresh({ version }).addNamespace('team');
    await cluster.start(rootCAPublisher);
    const { data, metadata } = await cluster.configMaps.get('team', 'kube-root-ca.crt');
    expect(data).toEqual({ 'ca.crt': 'ROOT CA' });
    expect(metadata.annotations).toEqual(annotations);
  });

  it('is put back where it was changed or deleted', async () => {
    await fresh().addNamespace('team');
    await cluster.start(rootCAPublisher);
    const map = await cluster.configMaps.get('team', 'kube-root-ca.crt');
    await cluster.configMaps.update('team', { ...map, data: { 'ca.crt': 'mine', more: 'x' } });
    await cluster.settle();
    expect((await cluster.configMaps.get('team', 'kube-root-ca.crt')).data).toEqual({ 'ca.crt': 'ROOT CA' });
    await cluster.configMaps.delete('team', 'kube-root-ca.crt');
    await cluster.settle();
    expect(cluster.names(CONFIG_MAPS, 'team')).toEqual(['kube-root-ca.crt']);
  });

  it('is not there without the gate, or without a CA', () => {
    expect(
      rootCAPublisher.runs(fresh({ version: '1.20', featureGates: { RootCAConfigMap: false } }).dependencies),
    ).toBe(false);
    expect(rootCAPublisher.runs(fresh({ rootCA: undefined }).dependencies)).toBe(false);
    expect(rootCAPublisher.runs(fresh({ version: '1.20' }).dependencies)).toBe(true);
  });
});

describe('the system namespaces', () => {
  it('are made in order, and again', async () => {
    await fresh().start(systemNamespacesController);
    expect(cluster.names(NAMESPACES, '')).toEqual(['default', 'kube-system', 'kube-public', 'kube-node-lease']);
  });
});

describe('a namespace that is deleted', () => {
  it('goes with what it holds', async () => {
    await fresh().addNamespace('team');
    await cluster.addNamespace('other');
    await cluster.start(namespaceController, serviceAccountsController, rootCAPublisher);
    await cluster.configMaps.create('team', object('ConfigMap', 'mine'));
    await cluster.namespaces.delete('', 'team');
    expect((await cluster.namespaces.get('', 'team')).status?.phase).toBe('Terminating');
    await cluster.settle();
    expect(cluster.names(NAMESPACES, '')).toEqual(['other']);
    expect(cluster.names(CONFIG_MAPS, '')).toEqual(['kube-root-ca.crt']);
    expect(cluster.server.writes).toContain(
      'system:serviceaccount:kube-system:namespace-controller finalize namespaces/team',
    );
    expect(cluster.errors).toEqual([]);
  });

  it('says what holds it, and goes as soon as that does', async () => {
    await fresh().addNamespace('team');
    await cluster.start(namespaceController);
    const watchers = cluster.server.watchers;
    const held = { ...object('ConfigMap', 'held'), metadata: { name: 'held', finalizers: ['example.com/hold'] } };
    await cluster.configMaps.create('team', held);
    await cluster.addAccount('demo');
    await cluster.namespaces.delete('', 'team');
    await cluster.settle();
    const { status } = await cluster.namespaces.get('', 'team');
    expect(status?.phase).toBe('Terminating');
    expect(status?.conditions?.map(({ type, status: is, reason, message }) => [type, is, reason, message])).toEqual([
      ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
      [
        'NamespaceDeletionGroupVersionParsingFailure',
        'False',
        'ParsedGroupVersions',
        'All legacy kube types successfully parsed',
      ],
      [
        'NamespaceDeletionContentFailure',
        'False',
        'ContentDeleted',
        'All content successfully deleted, may be waiting on finalization',
      ],
      [
        'NamespaceContentRemaining',
        'True',
        'SomeResourcesRemain',
        'Some resources are remaining: configmaps. has 1 resource instances',
      ],
      [
        'NamespaceFinalizersRemaining',
        'True',
        'SomeFinalizersRemain',
        'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
      ],
    ]);
    expect(cluster.names(SERVICE_ACCOUNTS, 'team')).toEqual([]);
    const map = await cluster.configMaps.get('team', 'held');
    await cluster.configMaps.update('team', { ...map, metadata: { ...map.metadata, finalizers: [] } });
    await cluster.settle();
    expect(cluster.names(NAMESPACES, '')).toEqual([]);
    expect(cluster.server.watchers).toBe(watchers);
    expect(cluster.errors).toEqual([]);
  });

  it('waits for finalizers of its own, once it is empty', async () => {
    await fresh().start(namespaceController);
    const team = await cluster.addNamespace('team');
    await cluster.namespaces.finalize({ ...team, spec: { finalizers: ['example.com/own', 'kubernetes'] } });
    await cluster.namespaces.delete('', 'team');
    await cluster.settle();
    const left = await cluster.namespaces.get('', 'team');
    expect(left.spec?.finalizers).toEqual(['example.com/own']);
    await cluster.namespaces.finalize({ ...left, spec: { finalizers: [] } });
    await cluster.settle();
    expect(cluster.names(NAMESPACES, '')).toEqual([]);
  });

  it.each([
    ['1.23', []],
    ['1.37', ['mine']],
  ])('%s: pods that do not go hold up the rest: %j', async (version, kept) => {
    await fresh({ version }).addNamespace('team');
    await cluster.start(namespaceController);
    const metadata = { name: 'web', finalizers: ['example.com/hold'] };
    await cluster.pods.create('team', { ...object('Pod', 'web'), metadata, spec: {} } as never);
    await cluster.configMaps.create('team', object('ConfigMap', 'mine'));
    await cluster.namespaces.delete('', 'team');
    await cluster.settle();
    expect(cluster.names(CONFIG_MAPS, 'team')).toEqual(kept);
    expect(cluster.names(PODS, 'team')).toEqual(['web']);
  });
});
