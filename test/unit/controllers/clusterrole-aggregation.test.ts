import { afterEach, describe, expect, it } from 'vitest';
import { type ClusterRole, type PolicyRule } from '../../../src/apis/rbac/v1.js';
import { clusterRoleAggregationController } from '../../../src/controllers/clusterrole-aggregation.js';
import { Cluster } from './cluster.js';

const CLUSTER_ROLES = { group: 'rbac.authorization.k8s.io', resource: 'clusterroles' };

let cluster = new Cluster();
afterEach(() => cluster.stop());

const roles = () => cluster.client.resource<ClusterRole>(CLUSTER_ROLES);

const rule = (resource: string): PolicyRule => ({ apiGroups: [''], resources: [resource], verbs: ['get'] });

function sum(name: string, ...labels: readonly Record<string, string>[]): ClusterRole {
  const clusterRoleSelectors = labels.map((matchLabels) => ({ matchLabels }));
  return { metadata: { name }, aggregationRule: { clusterRoleSelectors } };
}

function part(name: string, label: string, ...rules: readonly PolicyRule[]): ClusterRole {
  return { metadata: { name, labels: { [label]: 'yes' } }, rules: [...rules] };
}

async function start(...given: readonly ClusterRole[]): Promise<void> {
  cluster = new Cluster();
  for (const role of given) await roles().create('', role);
  await cluster.start(clusterRoleAggregationController);
}

async function rulesOf(name: string): Promise<(string | undefined)[] | undefined | null> {
  await cluster.settle();
  const { rules } = await roles().get('', name);
  return rules?.map(({ resources }) => resources?.[0]);
}

describe('an aggregated cluster role', () => {
  it('has what it selects: selector by selector, in order of name, each rule once', async () => {
    await start(
      sum('sum', { a: 'yes' }, { b: 'yes' }),
      part('z', 'a', rule('pods'), rule('nodes')),
      part('y', 'a', rule('pods')),
      part('x', 'b', rule('nodes'), rule('secrets')),
      part('other', 'c', rule('events')),
    );
    expect(await rulesOf('sum')).toEqual(['pods', 'nodes', 'secrets']);
    expect(cluster.server.writes.at(-1)).toBe(
      'system:serviceaccount:kube-system:clusterrole-aggregation-controller update clusterroles/sum',
    );
  });

  it('follows its parts: new ones, changed labels, deletions', async () => {
    await start(sum('sum', { a: 'yes' }), part('p', 'a', rule('pods')));
    await roles().create('', part('q', 'a', rule('nodes')));
    expect(await rulesOf('sum')).toEqual(['pods', 'nodes']);
    const q = await roles().get('', 'q');
    await roles().update('', { ...q, metadata: { ...q.metadata, labels: {} } });
    expect(await rulesOf('sum')).toEqual(['pods']);
    await roles().delete('', 'p');
    expect(await rulesOf('sum')).toEqual([]);
  });

  it('may be part of another, but not of itself', async () => {
    await start(
      { ...sum('all', { a: 'yes' }), metadata: { name: 'all', labels: { a: 'yes' } } },
      { ...sum('some', { b: 'yes' }), metadata: { name: 'some', labels: { a: 'yes' } } },
      part('p', 'b', rule('pods')),
    );
    expect(await rulesOf('all')).toEqual(['pods']);
  });

  it('loses what others write into it, but not where nothing is selected', async () => {
    await start(sum('sum', { a: 'yes' }), sum('none', { n: 'yes' }), part('p', 'a', rule('pods')));
    await roles().update('', { ...(await roles().get('', 'sum')), rules: [rule('secrets')] });
    expect(await rulesOf('sum')).toEqual(['pods']);
    await roles().update('', { ...(await roles().get('', 'none')), rules: [rule('secrets')] });
    expect(await rulesOf('none')).toEqual(['secrets']);
  });

  it('selects by expressions', async () => {
    const matchExpressions = [
      { key: 'a', operator: 'In', values: ['yes', 'ja'] },
      { key: 'b', operator: 'DoesNotExist' },
    ];
    const both = part('both', 'a', rule('nodes'));
    await start(
      { metadata: { name: 'sum' }, aggregationRule: { clusterRoleSelectors: [{ matchExpressions }] } },
      { ...both, metadata: { name: 'both', labels: { a: 'yes', b: 'yes' } } },
      part('p', 'a', rule('pods')),
    );
    expect(await rulesOf('sum')).toEqual(['pods']);
  });

  it('is left alone where nothing changes', async () => {
    await start(part('p', 'a', rule('pods')), sum('sum', { a: 'yes' }));
    const writes = cluster.server.writes.length;
    await roles().create('', part('q', 'other', rule('nodes')));
    await cluster.settle();
    expect(cluster.server.writes).toHaveLength(writes + 1);
    expect(cluster.errors).toEqual([]);
  });
});
