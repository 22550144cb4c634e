import { describe, expect, it } from 'vitest';
import { resolveFeatures } from '../../../src/features/index.js';
import { healthChecks, type HealthChecks } from '../../../src/server/health-checks.js';

function checksOf(minor: number, featureGates?: Record<string, boolean>): HealthChecks {
  return healthChecks(resolveFeatures({ version: `1.${minor}`, featureGates }));
}

const hooks = (checks: HealthChecks): string[] =>
  checks.readyz.flatMap(({ name }) => (name.startsWith('poststarthook/') ? [name.slice('poststarthook/'.length)] : []));

describe('healthChecks', () => {
  it('are those that a real 1.24.17 listed', () => {
    expect(hooks(checksOf(24)).sort()).toEqual([
      'apiservice-openapi-controller',
      'apiservice-openapiv3-controller',
      'apiservice-registration-controller',
      'apiservice-status-available-controller',
      'bootstrap-controller',
      'crd-informer-synced',
      'generic-apiserver-start-informers',
      'kube-apiserver-autoregistration',
      'priority-and-fairness-config-consumer',
      'priority-and-fairness-config-producer',
      'priority-and-fairness-filter',
      'rbac/bootstrap-roles',
      'scheduling/bootstrap-system-priority-classes',
      'start-apiextensions-controllers',
      'start-apiextensions-informers',
      'start-cluster-authentication-info-controller',
      'start-kube-aggregator-informers',
      'start-kube-apiserver-admission-initializer',
    ]);
  });

  it('have the order of a real 1.37.2', () => {
    const names = checksOf(37).readyz.map(({ name }) => name);
    expect(names.slice(0, 6)).toEqual([
      'ping',
      'log',
      'etcd',
      'etcd-readiness',
      'informer-sync',
      'poststarthook/start-apiserver-admission-initializer',
    ]);
    expect(names).toHaveLength(36);
    expect(names.at(-1)).toBe('shutdown');
    expect(checksOf(37).livez.map(({ name }) => name)).toContain('loopback-serving-certificate');
  });

  it('follow gates', () => {
    const hook = 'apiservice-discovery-controller';
    expect(hooks(checksOf(26))).not.toContain(hook);
    expect(hooks(checksOf(26, { AggregatedDiscoveryEndpoint: true }))).toContain(hook);
  });

  it('wait for the start, but for those of life', () => {
    const checks = checksOf(37);
    const failing = (endpoint: 'healthz' | 'livez' | 'readyz'): number =>
      checks[endpoint].filter(({ check }) => check() !== undefined).length;
    expect([failing('livez'), failing('healthz') > 0, failing('readyz') > 0]).toEqual([0, true, true]);
    checks.started();
    expect([failing('livez'), failing('healthz'), failing('readyz')]).toEqual([0, 0, 0]);
  });
});
