import { describe, expect, it } from 'vitest';
import { createAlwaysPullImages } from '../../../src/admission/always-pull-images.js';
import { createPodResizeValidator } from '../../../src/admission/pod-resize-validator.js';
import { createPodTopologyLabels } from '../../../src/admission/pod-topology-labels.js';
import { createRuntimeClass } from '../../../src/admission/runtime-class.js';
import { createSecurityContextDeny } from '../../../src/admission/security-context-deny.js';
import { covers, mergeTolerations } from '../../../src/admission/tolerations.js';
import { type PodSpec } from '../../../src/apis/core/pod.js';
import { getterOf } from './attributes.js';
import { asking, featuresOf, type Outcome, podOf, run } from './plugin-runs.js';

describe('RuntimeClass', () => {
  const overhead = { podFixed: { cpu: '100m' } };
  const getter = getterOf({ 'runtimeclasses//r': { metadata: { name: 'r' }, handler: 'h', overhead } });
  const ask = (minor: number, spec: PodSpec): Promise<Outcome> =>
    run(createRuntimeClass(getter, featuresOf(minor)), { object: podOf(spec) });

  it('gives its overhead, and takes no other', async () => {
    const object = podOf({ runtimeClassName: 'r' });
    await run(createRuntimeClass(getter, featuresOf(37)), { object });
    expect(object.spec.overhead).toEqual({ cpu: '100m' });
    expect((await ask(20, { runtimeClassName: 'r', overhead: { cpu: '0.1' } })).refused).toBeUndefined();
    expect((await ask(37, { runtimeClassName: 'r', overhead: { cpu: '1' } })).refused).toBe(
      "pods \"p\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
    );
    expect((await ask(37, { overhead: { cpu: '1' } })).refused).toBe(
      'pods "p" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
    );
  });

  it('has to be there', async () => {
    expect((await ask(37, { runtimeClassName: 'none' })).refused).toBe(
      'pods "p" is forbidden: pod rejected: RuntimeClass "none" not found',
    );
  });
});

describe('AlwaysPullImages', () => {
  const policies = async (minor: number, change: { old?: PodSpec; spec: PodSpec }): Promise<unknown[]> => {
    const object = podOf(change.spec);
    const update = change.old && ({ operation: 'UPDATE', oldObject: podOf(change.old) } as const);
    await run(createAlwaysPullImages(featuresOf(minor)), { object, ...update });
    return (object.spec.containers ?? []).map(({ imagePullPolicy }) => imagePullPolicy);
  };
  const spec = (image: string): PodSpec => ({ containers: [{ name: 'c', image, imagePullPolicy: 'Never' }] });

  it('is for new images', async () => {
    expect(await policies(37, { spec: spec('a') })).toEqual(['Always']);
    expect(await policies(37, { old: spec('a'), spec: spec('b') })).toEqual(['Always']);
    expect(await policies(37, { old: spec('a'), spec: spec('a') })).toEqual(['Never']);
    expect(await policies(20, { old: spec('a'), spec: spec('a') })).toEqual(['Always']);
  });

  it.each([
    [30, 'Never'],
    [31, 'Always'],
  ])('sees volumes of images as 1.%i did', async (minor, pullPolicy) => {
    const object = podOf({ volumes: [{ name: 'v', image: { reference: 'a', pullPolicy: 'Never' } }] });
    await run(createAlwaysPullImages(featuresOf(minor)), { object });
    expect(object.spec.volumes?.[0]?.image?.pullPolicy).toBe(pullPolicy);
  });
});

describe('PodTopologyLabels', () => {
  const node = { metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 'z', 'topology.k8s.io/zone': 'y' } } };
  const labels = async (minor: number, gates = {}): Promise<unknown> => {
    const object = podOf({ nodeName: 'n' }, { labels: { a: 'b' } });
    await run(createPodTopologyLabels(getterOf({ 'nodes//n': node }), featuresOf(minor, gates)), { object });
    return object.metadata.labels;
  };

  it.each([
    [33, { PodTopologyLabelsAdmission: true }, { a: 'b', 'topology.k8s.io/zone': 'y' }],
    [34, { PodTopologyLabelsAdmission: true }, { a: 'b', 'topology.kubernetes.io/zone': 'z' }],
    [37, {}, { a: 'b', 'topology.kubernetes.io/zone': 'z' }],
    [37, { PodTopologyLabelsAdmission: false }, { a: 'b' }],
  ])('are those of 1.%i with %j', async (minor, gates, expected) => {
    expect(await labels(minor, gates)).toEqual(expected);
  });

  it('come with a binding', async () => {
    const object = { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } } as {
      metadata: { labels?: unknown };
    };
    const plugin = createPodTopologyLabels(getterOf({ 'nodes//n': node }), featuresOf(37));
    await run(plugin, { subresource: 'binding', object: object as never });
    expect(object.metadata.labels).toEqual({ 'topology.kubernetes.io/zone': 'z' });
  });
});

describe('PodResizeValidator', () => {
  const resize = (cpu: string, labels = {}): Promise<Outcome> => {
    const node = { metadata: { name: 'n', labels }, status: { allocatable: { cpu: '2', memory: '1Gi' } } };
    const spec = (amount: string): PodSpec => ({ nodeName: 'n', containers: [asking('c', { cpu: amount })] });
    return run(createPodResizeValidator(getterOf({ 'nodes//n': node }), featuresOf(37)), {
      operation: 'UPDATE',
      subresource: 'resize',
      object: podOf(spec(cpu), { generation: 2 }),
      oldObject: podOf(spec('1'), { generation: 1 }),
    });
  };

  it('goes by what the node has', async () => {
    expect((await resize('2')).refused).toBeUndefined();
    expect((await resize('3')).refused).toBe(
      `pods "p" is forbidden: node didn't have enough allocatable resources: cpu, requested: 3000, allocatable: 2000`,
    );
    expect((await resize('1', { 'kubernetes.io/os': 'windows' })).refused).toBe(
      'pods "p" is forbidden: pod resize is only supported on linux nodes, node "n" is "windows"',
    );
  });
});

describe('SecurityContextDeny', () => {
  it.each<[PodSpec, string]>([
    [{ securityContext: { supplementalGroups: [1] } }, 'pod.Spec.SecurityContext.SupplementalGroups'],
    [{ securityContext: { runAsUser: 1 } }, 'pod.Spec.SecurityContext.RunAsUser'],
    [{ containers: [{ name: 'c', securityContext: { runAsUser: 0 } }] }, 'SecurityContext.RunAsUser'],
    [{ initContainers: [{ name: 'c', securityContext: { seLinuxOptions: {} } }] }, 'SecurityContext.SELinuxOptions'],
  ])('refuses %j', async (spec, field) => {
    expect((await run(createSecurityContextDeny(), { object: podOf(spec) })).refused).toBe(
      `pods "p" is forbidden: ${field} is forbidden`,
    );
  });

  it('leaves other pods alone', async () => {
    expect((await run(createSecurityContextDeny(), { object: podOf() })).refused).toBeUndefined();
  });
});

describe('tolerations', () => {
  it('cover what tolerates less', () => {
    expect(covers({ operator: 'Exists' }, { key: 'a', operator: 'Equal', value: 'b' })).toBe(true);
    expect(covers({ key: 'a', operator: 'Exists' }, { key: 'b', operator: 'Exists' })).toBe(false);
    const limited = { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 };
    expect(covers(limited, { ...limited, tolerationSeconds: 4 })).toBe(true);
    expect(covers(limited, { ...limited, tolerationSeconds: 6 })).toBe(false);
  });

  it('are kept once', () => {
    const [all, one] = [
      { key: 'a', operator: 'Exists' },
      { key: 'a', operator: 'Equal', value: 'b' },
    ];
    expect(mergeTolerations([one], [all])).toEqual([all]);
    expect(mergeTolerations([all], [one, all])).toEqual([all]);
  });
});
