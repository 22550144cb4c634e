import { describe, expect, it } from 'vitest';
import { createLimitRanger } from '../../../src/admission/limit-ranger.js';
import { type LimitRangeItem } from '../../../src/apis/core/limit-range.js';
import { getterOf } from './attributes.js';
import { asking, featuresOf, type Outcome, podOf, run } from './plugin-runs.js';

const ranger = (minor: number, ...limits: LimitRangeItem[]): ReturnType<typeof createLimitRanger> =>
  createLimitRanger(getterOf({ 'limitranges/ns/r': { metadata: { name: 'r' }, spec: { limits } } }), featuresOf(minor));

describe('LimitRanger', () => {
  it('fills in what containers do not ask for, and tells of it', async () => {
    const object = podOf({ containers: [asking('a', { cpu: '1' }), { name: 'b' }], initContainers: [{ name: 'i' }] });
    const plugin = ranger(37, {
      type: 'Container',
      default: { cpu: '2', memory: '1Gi' },
      defaultRequest: { cpu: '3' },
    });
    expect((await run(plugin, { object })).refused).toBeUndefined();
    expect(object.spec.containers).toEqual([
      asking('a', { cpu: '1' }, { cpu: '2', memory: '1Gi' }),
      asking('b', { cpu: '3' }, { cpu: '2', memory: '1Gi' }),
    ]);
    expect(object.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory limit for container a; cpu request for container b; ' +
        'cpu, memory limit for container b; cpu request for init container i; cpu, memory limit for init container i',
    });
  });

  it('leaves pods alone that exist, but for their resizes', async () => {
    const plugin = ranger(37, { type: 'Container', max: { cpu: '1' } });
    const change = { operation: 'UPDATE', object: podOf({ containers: [asking('a', {}, { cpu: '2' })] }) } as const;
    expect((await run(plugin, { ...change, oldObject: podOf() })).refused).toBeUndefined();
    const resize = await run(plugin, { ...change, subresource: 'resize', oldObject: podOf() });
    expect(resize.refused).toBe('pods "p" is forbidden: maximum cpu usage per Container is 1, but limit is 2');
    const going = podOf({}, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect((await run(plugin, { ...change, subresource: 'resize', oldObject: going })).refused).toBeUndefined();
  });

  it('compares numbers that have no thousandths', async () => {
    const plugin = ranger(37, { type: 'Container', max: { memory: '8Ei' }, maxLimitRequestRatio: { memory: '10' } });
    const outcome = await run(plugin, {
      object: podOf({ containers: [asking('a', { memory: '1Ei' }, { memory: '9Ei' })] }),
    });
    expect(outcome.refused).toBe('pods "p" is forbidden: maximum memory usage per Container is 8Ei, but limit is 9Ei');
  });

  // Before 1.28 counts only what all containers ask for, and takes the larger of sums and init containers.
  it.each([
    [27, 'pods "p" is forbidden: maximum cpu usage per Pod is 2.  No limit is specified'],
    [28, 'pods "p" is forbidden: maximum cpu usage per Pod is 2, but limit is 3'],
  ])('sums as 1.%i did', async (minor, refused) => {
    const containers = [asking('a', {}, { cpu: '3' }), { name: 'b' }];
    const outcome: Outcome = await run(ranger(minor, { type: 'Pod', max: { cpu: '2' } }), {
      object: podOf({ containers }),
    });
    expect(outcome.refused).toBe(refused);
  });

  it('tells sizes of claims', async () => {
    const claims = { group: '', resource: 'persistentvolumeclaims' };
    const plugin = ranger(37, { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } });
    const ask = (storage?: string): Promise<Outcome> =>
      run(plugin, {
        resource: claims,
        kind: { group: '', kind: 'PersistentVolumeClaim' },
        object: { metadata: { name: 'c' }, spec: storage && { resources: { requests: { storage } } } } as object & {
          metadata: object;
        },
      });
    const head = 'persistentvolumeclaims "c" is forbidden:';
    expect((await ask('3Gi')).refused).toBe(
      `${head} maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi`,
    );
    expect((await ask('1Mi')).refused).toBe(
      `${head} minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1Mi`,
    );
    expect((await ask('1Gi')).refused).toBeUndefined();
  });
});
