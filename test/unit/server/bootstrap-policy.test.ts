import { beforeEach, describe, expect, it } from 'vitest';
import { type ClusterRole, type RoleBinding } from '../../../src/apis/rbac/v1.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { ensureBootstrapPolicy } from '../../../src/server/bootstrap-policy.js';
import { Cluster } from '../controllers/cluster.js';

const GROUP = 'rbac.authorization.k8s.io';
const features = resolveFeatures({ version: '1.37', featureGates: undefined });

let cluster: Cluster;
beforeEach(async () => {
  cluster = new Cluster();
  for (const name of ['kube-system', 'kube-public']) await cluster.addNamespace(name);
  await ensureBootstrapPolicy(cluster.client, features);
  cluster.server.writes.length = 0;
});

const roles = () => cluster.client.resource<ClusterRole>({ group: GROUP, resource: 'clusterroles' });
const bindings = () => cluster.client.resource<RoleBinding>({ group: GROUP, resource: 'clusterrolebindings' });

/** Ensures the policy again and tells what was written; creations that found something there are none. */
async function again(): Promise<string[]> {
  await ensureBootstrapPolicy(cluster.client, features);
  return cluster.server.writes.filter((line) => !line.includes(' create '));
}

describe('the bootstrap policy, where it is there already', () => {
  it('is left alone', async () => {
    expect(await again()).toEqual([]);
  });

  it('gets back rules, labels and annotations, and keeps what was added', async () => {
    const view = await roles().get('', 'system:basic-user');
    await roles().update('', {
      ...view,
      metadata: { ...view.metadata, labels: { mine: 'x' }, annotations: {} },
      rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
    });
    cluster.server.writes.length = 0;
    expect(await again()).toEqual(['admin update clusterroles/system:basic-user']);
    const { metadata, rules } = await roles().get('', 'system:basic-user');
    expect(metadata.labels).toEqual({ mine: 'x', 'kubernetes.io/bootstrapping': 'rbac-defaults' });
    expect(metadata.annotations).toEqual({ 'rbac.authorization.kubernetes.io/autoupdate': 'true' });
    expect(rules?.[0]?.resources).toEqual(['pods']);
    expect(rules?.slice(1).map(({ resources }) => resources?.[0])).toEqual([
      'selfsubjectaccessreviews',
      'selfsubjectrulesreviews',
      'selfsubjectreviews',
    ]);
  });

  it('gets back subjects, and its role', async () => {
    const masters = await bindings().get('', 'cluster-admin');
    await bindings().update('', { ...masters, subjects: [{ kind: 'User', apiGroup: GROUP, name: 'jane' }] });
    const basic = await bindings().get('', 'system:basic-user');
    await bindings().update('', { ...basic, roleRef: { ...basic.roleRef, name: 'view' } });
    cluster.server.writes.length = 0;
    expect(await again()).toEqual([
      'admin update clusterrolebindings/cluster-admin',
      'admin delete clusterrolebindings/system:basic-user',
    ]);
    expect((await bindings().get('', 'cluster-admin')).subjects?.map(({ name }) => name)).toEqual([
      'jane',
      'system:masters',
    ]);
    expect((await bindings().get('', 'system:basic-user')).roleRef.name).toBe('system:basic-user');
  });

  it('gets back what an aggregated role is made of', async () => {
    await roles().update('', { ...(await roles().get('', 'edit')), aggregationRule: { clusterRoleSelectors: [] } });
    cluster.server.writes.length = 0;
    expect(await again()).toEqual(['admin update clusterroles/edit']);
    expect((await roles().get('', 'edit')).aggregationRule?.clusterRoleSelectors).toEqual([
      { matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } },
    ]);
  });

  it('is not touched where an annotation says so', async () => {
    const role = await roles().get('', 'cluster-admin');
    const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'false' };
    await roles().update('', { ...role, metadata: { ...role.metadata, annotations }, rules: [] });
    cluster.server.writes.length = 0;
    expect(await again()).toEqual([]);
  });
});
