import { describe, expect, it } from 'vitest';
import { type Pod } from '../../../src/apis/core/pod.js';
import { StatusError } from '../../../src/apis/errors.js';
import { pods } from '../../../src/registry/core/pods.js';
import { NAMESPACE, podServer } from './creation.js';

const CREATED = {
  metadata: { name: 'web' },
  spec: {
    containers: [{ name: 'c', image: 'nginx:1' }],
    initContainers: [{ name: 'i', image: 'busybox:1' }],
    tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }],
  },
};

async function updated(minor: number, change: (pod: Pod) => void, subresource = ''): Promise<Pod> {
  const server = podServer(minor);
  await server.create(CREATED);
  const found = pods.subresources?.[subresource];
  const next = await server.store.write(
    {
      name: 'web',
      subresource,
      ...(found?.type === 'stored' ? { strategy: found.strategy } : {}),
      change(current) {
        const pod = structuredClone(current) as Pod;
        change(pod);
        return pod;
      },
    },
    server.context,
  );
  expect(await server.store.get(NAMESPACE, 'web')).toEqual(next);
  return next as Pod;
}

async function refusal(minor: number, change: (pod: Pod) => void, subresource = ''): Promise<string[]> {
  try {
    await updated(minor, change, subresource);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return (error.status.details?.causes ?? []).map(({ field, message }) => `${field ?? ''}: ${message ?? ''}`);
  }
  throw new Error('the update was taken');
}

const image = (pod: Pod): void => void Object.assign(pod.spec.containers?.[0] ?? {}, { image: 'nginx:2' });

describe('an update', () => {
  it('may change images, and counts that as a generation since 1.33', async () => {
    const on37 = await updated(37, image);
    expect(on37.spec.containers?.[0]?.image).toBe('nginx:2');
    expect(on37.metadata.generation).toBe(2);
    expect((await updated(24, image)).metadata.generation).toBeUndefined();
  });

  it('may change labels without a new generation, and cannot change status', async () => {
    const { metadata, status } = await updated(37, (pod) => {
      pod.metadata.labels = { a: 'b' };
      pod.status = { phase: 'Running' };
    });
    expect(metadata).toMatchObject({ labels: { a: 'b' }, generation: 1 });
    expect(status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('may set a deadline and shorten it', async () => {
    expect((await updated(37, ({ spec }) => (spec.activeDeadlineSeconds = 30))).spec.activeDeadlineSeconds).toBe(30);
    expect(await refusal(37, ({ spec }) => (spec.activeDeadlineSeconds = -1))).toContain(
      'spec.activeDeadlineSeconds: Invalid value: -1: must be between 0 and 2147483647, inclusive',
    );
  });

  it.each([
    [21, '`spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)'],
    [24, '`spec.tolerations` (only additions to existing tolerations) or `spec.terminationGracePeriodSeconds` (allow'],
    [37, '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`'],
  ])('names what may change, on 1.%i', async (minor, part) => {
    const change = ({ spec }: Pod): void => void (spec.serviceAccountName = spec.serviceAccount = 'other');
    const [text = ''] = await refusal(minor, change);
    expect(text).toMatch(/^spec: Forbidden: pod updates may not change fields other than `spec.containers/);
    expect(text.split('\n')[0]).toContain(part);
    expect(text).toMatch(/ServiceAccountName"?: "other"/);
  });

  it('may not take containers away', async () => {
    expect(await refusal(37, ({ spec }) => delete spec.initContainers)).toEqual([
      'spec.initContainers: Forbidden: pod updates may not add or remove containers',
    ]);
  });

  it('may add tolerations and change their seconds, no more', async () => {
    const { spec } = await updated(37, (pod) => {
      pod.spec.tolerations = [...(pod.spec.tolerations ?? []), { key: 'b', operator: 'Exists' }].map((each) =>
        each.key === 'a' ? { ...each, tolerationSeconds: 9 } : each,
      );
    });
    expect(spec.tolerations?.at(-1)?.key).toBe('b');
    expect(await refusal(37, (pod) => void (pod.spec.tolerations = []))).toEqual([
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    ]);
  });

  it('may not make a mirror pod of it', async () => {
    const change = ({ metadata }: Pod): void => void (metadata.annotations = { 'kubernetes.io/config.mirror': 'x' });
    expect((await refusal(37, change))[0]).toBe(
      'metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "x": must set spec.nodeName if mirror pod annotation is set',
    );
  });
});

describe('status', () => {
  it('is all that its subresource changes', async () => {
    const { spec, status } = await updated(
      37,
      (pod) => {
        image(pod);
        pod.status = { phase: 'Running', podIP: '10.0.0.5', podIPs: [{ ip: '10.0.0.5' }] };
      },
      'status',
    );
    expect(spec.containers?.[0]?.image).toBe('nginx:1');
    expect(status).toMatchObject({ phase: 'Running', podIP: '10.0.0.5', qosClass: 'BestEffort' });
  });

  it('has addresses of two families at most, and one class', async () => {
    const ips = [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }];
    expect(await refusal(37, (pod) => void (pod.status = { podIPs: ips, podIP: '10.0.0.1' }), 'status')).toEqual([
      'status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family',
    ]);
    expect(await refusal(37, (pod) => void (pod.status = { qosClass: 'Guaranteed' }), 'status')).toEqual([
      'status.qosClass: Invalid value: "Guaranteed": field is immutable',
    ]);
  });
});

describe('ephemeral containers', () => {
  const add = ({ spec }: Pod): void =>
    void (spec.ephemeralContainers = [
      { name: 'e', image: 'busybox', imagePullPolicy: 'Always', terminationMessagePolicy: 'File' },
    ]);

  it('come by their subresource only', async () => {
    const { spec, metadata } = await updated(37, add, 'ephemeralcontainers');
    expect(spec.ephemeralContainers?.[0]?.name).toBe('e');
    expect(metadata.generation).toBe(2);
    expect((await refusal(37, add))[0]).toMatch(/^spec: Forbidden: pod updates may not change fields/);
  });

  it('have no ports', async () => {
    const ports = [{ containerPort: 80, protocol: 'TCP' }];
    const change = (pod: Pod): void => {
      add(pod);
      Object.assign(pod.spec.ephemeralContainers?.[0] ?? {}, { ports });
    };
    expect(await refusal(37, change, 'ephemeralcontainers')).toEqual([
      'spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container',
    ]);
  });
});

it('resize changes resources alone', async () => {
  const { spec } = await updated(
    37,
    (pod) => {
      image(pod);
      Object.assign(pod.spec.containers?.[0] ?? {}, { resizePolicy: [] });
    },
    'resize',
  );
  expect(spec.containers?.[0]?.image).toBe('nginx:1');
  const ask = (pod: Pod): void =>
    void Object.assign(pod.spec.containers?.[0] ?? {}, { resources: { requests: { cpu: '1' } } });
  expect(await refusal(37, ask, 'resize')).toEqual([
    'spec: Invalid value: "BestEffort": Pod QOS Class may not change as a result of resizing',
  ]);
});
