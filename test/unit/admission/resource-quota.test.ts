import { describe, expect, it } from 'vitest';
import { createResourceQuota } from '../../../src/admission/resource-quota.js';
import { type AdmissionPlugin } from '../../../src/admission/plugin.js';
import { type ResourceQuota, type ResourceQuotaSpec } from '../../../src/apis/core/resource-quota.js';
import { newConflict } from '../../../src/apis/errors.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type Client, type ResourceClient } from '../../../src/client/client.js';
import { dependenciesOf, NO_CLIENT } from './attributes.js';
import { asking, featuresOf, podOf, run } from './plugin-runs.js';

const QUOTAS = { group: '', resource: 'resourcequotas' };

/** Quotas whose status is what was counted last, as the API would have them. */
class Quotas {
  readonly objects: Record<string, ResourceQuota> = {};
  conflicts = 0;
  writes = 0;

  add(name: string, spec: ResourceQuotaSpec, used?: Record<string, string>): this {
    const hard = spec.hard ?? {};
    const zero = Object.fromEntries(Object.keys(hard).map((resource) => [resource, '0']));
    this.objects[`resourcequotas/ns/${name}`] = {
      metadata: { name, namespace: 'ns' },
      spec,
      status: { hard, used: used ?? zero },
    };
    return this;
  }

  used(name: string): Record<string, string> | undefined {
    return this.objects[`resourcequotas/ns/${name}`]?.status?.used;
  }

  plugin(minor = 37): AdmissionPlugin {
    const updateStatus = (_namespace: string, quota: KubeObject): Promise<KubeObject> => {
      this.writes++;
      const name = quota.metadata.name ?? '';
      if (this.conflicts-- > 0) return Promise.reject(newConflict(QUOTAS, name, 'the object has been modified'));
      this.objects[`resourcequotas/ns/${name}`] = quota;
      return Promise.resolve(quota);
    };
    const resource = { updateStatus } as unknown as ResourceClient;
    const client: Client = { ...NO_CLIENT, resource: <T extends KubeObject>() => resource as ResourceClient<T> };
    return createResourceQuota({ ...dependenciesOf(this.objects, featuresOf(minor)), client });
  }
}

const small = (): Quotas => new Quotas().add('q', { hard: { pods: '2', 'requests.cpu': '1' } });
const cpu = (amount: string): { object: ReturnType<typeof podOf> } => ({
  object: podOf({ containers: [asking('c', { cpu: amount })] }),
});

describe('ResourceQuota', () => {
  it('counts what is let in, at once', async () => {
    const quotas = small();
    expect((await run(quotas.plugin(), cpu('300m'))).refused).toBeUndefined();
    expect(quotas.used('q')).toEqual({ pods: '1', 'requests.cpu': '300m' });
  });

  it('refuses what is too much, and says what was asked for, used and allowed', async () => {
    const quotas = small();
    await run(quotas.plugin(), cpu('300m'));
    const { refused, code } = await run(quotas.plugin(), cpu('701m'));
    expect(refused).toBe(
      'pods "p" is forbidden: exceeded quota: q, requested: requests.cpu=701m, used: requests.cpu=300m, limited: requests.cpu=1',
    );
    expect(code).toBe(403);
    expect(quotas.used('q')).toEqual({ pods: '1', 'requests.cpu': '300m' });
  });

  it('does not write in dry runs, but refuses', async () => {
    const quotas = small();
    expect((await run(quotas.plugin(), { ...cpu('1'), dryRun: true })).refused).toBeUndefined();
    expect((await run(quotas.plugin(), { ...cpu('2'), dryRun: true })).refused).toContain('exceeded quota: q');
    expect(quotas.writes).toBe(0);
  });

  it('lets in no more where many ask at the same time', async () => {
    const quotas = small();
    const plugin = quotas.plugin();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => run(plugin, cpu('100m'))));
    expect(outcomes.filter(({ refused }) => refused === undefined)).toHaveLength(2);
    expect(quotas.used('q')).toEqual({ pods: '2', 'requests.cpu': '200m' });
  });

  it('tries again where others write, but not for ever', async () => {
    const quotas = small();
    quotas.conflicts = 3;
    expect((await run(quotas.plugin(), cpu('1'))).refused).toBeUndefined();
    expect(quotas.used('q')).toEqual({ pods: '1', 'requests.cpu': '1' });
    quotas.conflicts = 4;
    expect((await run(quotas.plugin(), cpu('0'))).code).toBe(409);
  });

  it('waits for what has not been counted yet', async () => {
    const quotas = new Quotas().add('q', { hard: { pods: '2', configmaps: '1' } }, {});
    expect((await run(quotas.plugin(), { object: podOf() })).refused).toBe(
      'pods "p" is forbidden: status unknown for quota: q, resources: pods',
    );
  });

  it.each([
    [23, 'pods "p" is forbidden: failed quota: q: must specify requests.cpu'],
    [24, 'pods "p" is forbidden: failed quota: q: must specify requests.cpu for: a,i'],
  ])('wants to be told what is limited, in the words of 1.%i', async (minor, refused) => {
    const object = podOf({ containers: [{ name: 'a' }], initContainers: [{ name: 'i' }] });
    expect((await run(small().plugin(minor), { object })).refused).toBe(refused);
  });

  it('takes a pod’s own resources for those of its containers', async () => {
    const object = podOf({ resources: { requests: { cpu: '500m' } } });
    const quotas = small();
    expect((await run(quotas.plugin(), { object })).refused).toBeUndefined();
    expect(quotas.used('q')).toEqual({ pods: '1', 'requests.cpu': '500m' });
  });

  it('looks at the scopes of a quota', async () => {
    const quotas = new Quotas()
      .add('best', { hard: { pods: '1' }, scopes: ['BestEffort'] })
      .add('rest', { hard: { pods: '1' }, scopes: ['NotBestEffort'] });
    await run(quotas.plugin(), { object: podOf() });
    expect([quotas.used('best'), quotas.used('rest')]).toEqual([{ pods: '1' }, { pods: '0' }]);
    await run(quotas.plugin(), cpu('1'));
    expect([quotas.used('best'), quotas.used('rest')]).toEqual([{ pods: '1' }, { pods: '1' }]);
    expect((await run(quotas.plugin(), { object: podOf() })).refused).toContain('exceeded quota: best');
  });

  it.each([
    [31, undefined],
    [32, '2'],
  ])('counts resizes of pods as 1.%i did', async (minor, used) => {
    const quotas = new Quotas().add('q', { hard: { 'requests.cpu': '3' } }, { 'requests.cpu': '1' });
    const { refused } = await run(quotas.plugin(minor), {
      ...cpu('2'),
      operation: 'UPDATE',
      subresource: 'resize',
      oldObject: cpu('1').object,
    });
    expect(refused).toBeUndefined();
    expect(quotas.used('q')).toEqual({ 'requests.cpu': used ?? '1' });
  });

  it('counts objects of any kind by its name', async () => {
    const quotas = new Quotas().add('q', { hard: { 'count/widgets.example.com': '1' } });
    const widget = {
      resource: { group: 'example.com', resource: 'widgets' },
      kind: { group: 'example.com', kind: 'Widget' },
      object: { metadata: { name: 'w' } },
    };
    expect((await run(quotas.plugin(), widget)).refused).toBeUndefined();
    expect((await run(quotas.plugin(), widget)).refused).toBe(
      'widgets.example.com "w" is forbidden: exceeded quota: q, requested: count/widgets.example.com=1, ' +
        'used: count/widgets.example.com=1, limited: count/widgets.example.com=1',
    );
  });
});
