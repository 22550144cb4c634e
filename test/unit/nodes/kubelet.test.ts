import { afterEach, describe, expect, it } from 'vitest';
import { type Container } from '../../../src/apis/core/pod-container.js';
import { conditionsOf, NAMESPACE, Simulated, type SimulatedOptions } from './cluster.js';

let cluster = new Simulated();
afterEach(() => {
  cluster.stop();
  expect(cluster.errors).toEqual([]);
});

function fresh(options: SimulatedOptions = {}): Promise<Simulated> {
  cluster = new Simulated(options);
  return cluster.start();
}

describe('a pod', () => {
  it('is pending until its containers have started, and ready then', async () => {
    await fresh();
    const pending = await cluster.createPod('web');
    expect(pending.status).toMatchObject({ phase: 'Pending', podIP: '10.244.0.2', hostIP: '172.18.0.2' });
    expect(pending.status?.containerStatuses).toMatchObject([
      { ready: false, started: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
    ]);
    expect(conditionsOf(pending)).toEqual({
      PodReadyToStartContainers: 'True',
      Initialized: 'True',
      Ready: 'False ContainersNotReady',
      ContainersReady: 'False ContainersNotReady',
      PodScheduled: 'True',
    });
    await cluster.advance(20);
    const running = await cluster.pod('web');
    expect(running.status).toMatchObject({
      phase: 'Running',
      startTime: '2026-01-31T12:00:00Z',
      observedGeneration: 1,
    });
    expect(running.status?.containerStatuses).toMatchObject([
      { ready: true, started: true, image: 'docker.io/library/nginx:latest', state: { running: {} } },
    ]);
    expect(conditionsOf(running)).toMatchObject({ Ready: 'True', ContainersReady: 'True' });
    expect(await cluster.events('web')).toEqual([
      'Normal Scheduled Successfully assigned default/web to kubemint-node-1',
      'Normal Pulling Pulling image "nginx"',
      'Normal Pulled Successfully pulled image "nginx" in 1ms (1ms including waiting). Image size: 1048576 bytes.',
      'Normal Created Container created',
      'Normal Started Container started',
    ]);
  });

  it('has the fields and the words of its version', async () => {
    await fresh({ version: '1.24' });
    await cluster.createPod('web', {
      containers: [{ name: 'main', image: 'nginx:1', imagePullPolicy: 'IfNotPresent' }],
    });
    await cluster.advance(20);
    const { status } = await cluster.pod('web');
    expect(Object.keys(status ?? {}).sort()).toEqual(
      ['conditions', 'containerStatuses', 'hostIP', 'phase', 'podIP', 'podIPs', 'qosClass', 'startTime'].sort(),
    );
    expect(status?.conditions?.map(({ type }) => type)).toEqual([
      'Initialized',
      'Ready',
      'ContainersReady',
      'PodScheduled',
    ]);
    expect(await cluster.events('web')).toEqual([
      'Normal Scheduled Successfully assigned default/web to kubemint-node-1',
      'Normal Pulled Container image "nginx:1" already present on machine',
      'Normal Created Created container main',
      'Normal Started Started container main',
    ]);
  });

  it('stops in its time when it is deleted, and then goes', async () => {
    await fresh();
    await cluster.createPod('web');
    await cluster.advance(20);
    await cluster.pods.delete(NAMESPACE, 'web');
    await cluster.settle();
    expect((await cluster.pod('web')).status?.phase).toBe('Running');
    await cluster.advance(19);
    expect(await cluster.podNames()).toEqual(['web']);
    await cluster.advance(1);
    expect(await cluster.podNames()).toEqual([]);
    expect((await cluster.events('web')).at(-1)).toBe('Normal Killing Stopping container main');
  });

  it('gives its address back, which comes round last', async () => {
    await fresh();
    await cluster.createPod('one');
    await cluster.pods.delete(NAMESPACE, 'one', { gracePeriodSeconds: 0 });
    await cluster.settle();
    expect((await cluster.createPod('two')).status?.podIP).toBe('10.244.0.3');
  });

  it('on the host network has the address of its node', async () => {
    await fresh();
    await cluster.createPod('host', { hostNetwork: true });
    await cluster.advance(20);
    expect((await cluster.pod('host')).status).toMatchObject({ podIP: '172.18.0.2', podIPs: [{ ip: '172.18.0.2' }] });
  });

  it('is ready when its gates are', async () => {
    await fresh();
    await cluster.createPod('gated', { readinessGates: [{ conditionType: 'example.com/gate' }] });
    await cluster.advance(20);
    const before = await cluster.pod('gated');
    expect(conditionsOf(before)).toMatchObject({ Ready: 'False ReadinessGatesNotReady', ContainersReady: 'True' });
    expect(before.status?.conditions?.find(({ type }) => type === 'Ready')?.message).toBe(
      'corresponding condition of pod readiness gate "example.com/gate" does not exist.',
    );
    await cluster.change<typeof before>(
      'pods',
      'gated',
      ({ status }) => status?.conditions?.push({ type: 'example.com/gate', status: 'True' }),
      { status: true },
    );
    expect(conditionsOf(await cluster.pod('gated'))).toMatchObject({ Ready: 'True' });
  });

  it('ends at its deadline', async () => {
    await fresh();
    await cluster.createPod('late', { activeDeadlineSeconds: 60 });
    await cluster.advance(20);
    await cluster.advance(59_980);
    await cluster.advance(20);
    const { status } = await cluster.pod('late');
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
    expect(status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 0 });
  });
});

describe('init containers and sidecars', () => {
  const initContainers: Container[] = [
    { name: 'first', image: 'busybox' },
    { name: 'side', image: 'busybox', restartPolicy: 'Always' },
    { name: 'second', image: 'busybox' },
  ];

  it('run one after the other, before the others', async () => {
    await fresh();
    await cluster.createPod('web', { initContainers });
    const seen = [];
    for (let step = 0; step < 7; step++) {
      const { status } = await cluster.pod('web');
      const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
      seen.push(all.map(({ state = {} }) => Object.keys(state)[0]?.[0]).join(''));
      await cluster.advance(20);
    }
    expect(seen).toEqual(['wwww', 'rwww', 'twww', 'trww', 'trrw', 'trtw', 'trtr'].map((each) => each));
    expect(conditionsOf(await cluster.pod('web'))).toMatchObject({ Initialized: 'True', Ready: 'True' });
  });

  it('that fail for good take the pod with them', async () => {
    await fresh();
    const annotations = { 'kubemint.dev/exit-code.first': '2' };
    await cluster.createPod('web', { initContainers, restartPolicy: 'Never' }, { annotations });
    await cluster.advance(20);
    await cluster.advance(20);
    const { status } = await cluster.pod('web');
    expect(status?.phase).toBe('Failed');
    expect(status?.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 2, reason: 'Error' });
  });

  it('stop when the main containers are done', async () => {
    await fresh();
    const annotations = { 'kubemint.dev/run-seconds': '1' };
    await cluster.createPod(
      'once',
      { initContainers: [initContainers[1] ?? {}], restartPolicy: 'Never' },
      { annotations },
    );
    for (const ms of [20, 20, 1000, 20]) await cluster.advance(ms);
    const { status } = await cluster.pod('once');
    expect(status?.phase).toBe('Succeeded');
    expect(status?.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 143 });
  });
});

describe('a container that ends', () => {
  it('restarts at once, and then ever later', async () => {
    await fresh();
    const annotations = { 'kubemint.dev/exit-code': '7', 'kubemint.dev/run-seconds': '0.5' };
    const { metadata } = await cluster.createPod('crash', {}, { annotations });
    for (const ms of [20, 500, 20]) await cluster.advance(ms);
    expect((await cluster.pod('crash')).status?.containerStatuses).toMatchObject([
      { restartCount: 1, state: { running: {} }, lastState: { terminated: { exitCode: 7, reason: 'Error' } } },
    ]);
    for (const ms of [500, 20]) await cluster.advance(ms);
    const [waiting] = (await cluster.pod('crash')).status?.containerStatuses ?? [];
    const uid = metadata.uid ?? '';
    expect(waiting?.state?.waiting).toEqual({
      reason: 'CrashLoopBackOff',
      message: `back-off 10s restarting failed container=main pod=crash_default(${uid})`,
    });
    expect((await cluster.events('crash')).at(-1)).toBe(
      `Warning BackOff Back-off restarting failed container main in pod crash_default(${uid})`,
    );
    await cluster.advance(9_980);
    expect((await cluster.pod('crash')).status?.containerStatuses).toMatchObject([{ restartCount: 2, ready: true }]);
  });

  it('leaves a pod that never restarts succeeded or failed', async () => {
    await fresh();
    for (const code of ['0', '3']) {
      await cluster.createPod(
        `exit-${code}`,
        { restartPolicy: 'Never' },
        { annotations: { 'kubemint.dev/exit-code': code } },
      );
    }
    for (const ms of [20, 100]) await cluster.advance(ms);
    expect((await cluster.pod('exit-0')).status?.phase).toBe('Succeeded');
    expect(conditionsOf(await cluster.pod('exit-0'))).toMatchObject({
      Initialized: 'True PodCompleted',
      Ready: 'False PodCompleted',
    });
    expect((await cluster.pod('exit-3')).status?.phase).toBe('Failed');
    expect(conditionsOf(await cluster.pod('exit-3'))).toMatchObject({ Ready: 'False PodFailed' });
  });

  it('may never become ready', async () => {
    await fresh();
    await cluster.createPod('unready', {}, { annotations: { 'kubemint.dev/ready': 'false' } });
    await cluster.advance(20);
    expect((await cluster.pod('unready')).status?.phase).toBe('Running');
    expect(conditionsOf(await cluster.pod('unready'))).toMatchObject({ Ready: 'False ContainersNotReady' });
    await cluster.change('pods', 'unready', ({ metadata }) => delete metadata.annotations);
    expect(conditionsOf(await cluster.pod('unready'))).toMatchObject({ Ready: 'True' });
  });
});

describe('what a pod cannot do without', () => {
  const cases = [
    ['configMap', { name: 'late' }, 'configmap "late" not found'],
    ['secret', { secretName: 'late' }, 'secret "late" not found'],
  ] as const;

  it.each(cases)('keeps a volume of a %s from being mounted', async (kind, source, problem) => {
    await fresh();
    const pod = await cluster.createPod('web', { volumes: [{ name: 'data', [kind]: source }] });
    expect(pod.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'ContainerCreating' } } }],
    });
    expect(conditionsOf(pod)).toMatchObject({ PodReadyToStartContainers: expect.stringMatching(/^False/) as unknown });
    expect(await cluster.events('web')).toContain(
      `Warning FailedMount MountVolume.SetUp failed for volume "data" : ${problem}`,
    );
    await cluster.create(`${kind.toLowerCase()}s`, {
      apiVersion: 'v1',
      kind: kind === 'secret' ? 'Secret' : 'ConfigMap',
      metadata: { name: 'late' },
    });
    await cluster.advance(20);
    expect((await cluster.pod('web')).status?.phase).toBe('Running');
  });

  it('keeps a container from being created', async () => {
    await fresh();
    const env = [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'late', key: 'x' } } }];
    const state = async () => (await cluster.pod('web')).status?.containerStatuses?.[0]?.state?.waiting;
    await cluster.createPod('web', { containers: [{ name: 'main', image: 'nginx', env }] });
    expect(await state()).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "late" not found' });
    const late = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' } };
    await cluster.create('configmaps', late);
    expect(await state()).toMatchObject({ message: "couldn't find key x in ConfigMap default/late" });
    await cluster.change<typeof late & { data?: object }>('configmaps', 'late', (object) => (object.data = { x: 'y' }));
    await cluster.advance(20);
    expect((await cluster.pod('web')).status?.phase).toBe('Running');
  });

  it('is an image, where an annotation says that it cannot be pulled', async () => {
    await fresh();
    await cluster.createPod('web', {}, { annotations: { 'kubemint.dev/pull-error': 'not there' } });
    const state = async () => (await cluster.pod('web')).status?.containerStatuses?.[0]?.state?.waiting;
    expect(await state()).toEqual({ reason: 'ErrImagePull', message: 'not there' });
    await cluster.advance(20);
    expect(await state()).toEqual({ reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx"' });
    await cluster.change('pods', 'web', ({ metadata }) => delete metadata.annotations);
    await cluster.advance(20);
    expect((await cluster.pod('web')).status?.phase).toBe('Running');
  });
});
