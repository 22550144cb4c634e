import { afterEach, describe, expect, it } from 'vitest';
import { type Condition, type Deployment, type ReplicaSet } from '../../../src/apis/apps/v1.js';
import { NAMESPACE, template, type WorkloadOptions, Workloads } from './cluster.js';

let cluster = new Workloads();
afterEach(() => cluster.stop());

function started(options: WorkloadOptions = {}): Promise<Workloads> {
  cluster = new Workloads(options);
  return cluster.start();
}

function deployment(spec: Partial<Deployment['spec']> = {}): Deployment {
  const selector = { matchLabels: { app: 'web' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', annotations: { note: 'x' } },
    spec: { replicas: 3, selector, template: template(), ...spec },
  };
}

function current(): Promise<Deployment> {
  return cluster.resource<Deployment>('deployments').get(NAMESPACE, 'web');
}

async function replicaSets(): Promise<ReplicaSet[]> {
  const { items } = await cluster.resource<ReplicaSet>('replicasets').list(NAMESPACE);
  return items.sort((a, b) => revision(a) - revision(b));
}

function revision({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.['deployment.kubernetes.io/revision']);
}

async function sizes(): Promise<(number | undefined)[]> {
  return (await replicaSets()).map(({ spec }) => spec.replicas);
}

function change(edit: (spec: Deployment['spec']) => void): Promise<Deployment> {
  return cluster.change<Deployment>('deployments', 'web', ({ spec }) => edit(spec));
}

function image(tag: string): Promise<Deployment> {
  return change((spec) => (spec.template = template({ app: 'web' }, `nginx:${tag}`)));
}

/** Until nothing moves any more. */
async function rollOut(): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await cluster.ready();
    await cluster.reap();
  }
}

async function condition(type: string): Promise<Partial<Condition> | undefined> {
  return (await current()).status?.conditions?.find((each) => each.type === type);
}

describe('a deployment', () => {
  it('makes a replica set, named and labelled by the hash of its template', async () => {
    await started();
    const web = await cluster.create('deployments', deployment());
    const [first] = await replicaSets();
    const hash = '55f589b4d6';
    expect(first).toMatchObject({
      metadata: {
        name: `web-${hash}`,
        labels: { app: 'web', 'pod-template-hash': hash },
        annotations: {
          note: 'x',
          'deployment.kubernetes.io/desired-replicas': '3',
          'deployment.kubernetes.io/max-replicas': '4',
          'deployment.kubernetes.io/revision': '1',
        },
        ownerReferences: [{ kind: 'Deployment', name: 'web', uid: web.metadata.uid, controller: true }],
      },
      spec: { replicas: 3, selector: { matchLabels: { app: 'web', 'pod-template-hash': hash } } },
    });
    expect(web.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('1');
    expect(web.status).toMatchObject({
      replicas: 3,
      updatedReplicas: 3,
      unavailableReplicas: 3,
      observedGeneration: 1,
    });
    expect(await condition('Available')).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable' });
    expect(await condition('Progressing')).toMatchObject({
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: `ReplicaSet "web-${hash}" is progressing.`,
    });
    await cluster.ready();
    expect((await current()).status).toMatchObject({ readyReplicas: 3, availableReplicas: 3 });
    expect(await condition('Available')).toMatchObject({
      status: 'True',
      reason: 'MinimumReplicasAvailable',
      message: 'Deployment has minimum availability.',
    });
    expect(await condition('Progressing')).toMatchObject({
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "web-${hash}" has successfully progressed.`,
    });
    expect(cluster.errors).toEqual([]);
  });

  it('replaces pods step by step, one more and none less than it wants', async () => {
    await started();
    await cluster.create('deployments', deployment());
    await cluster.ready();
    await image('2');
    expect(await sizes()).toEqual([3, 1]);
    await cluster.ready();
    expect(await sizes()).toEqual([2, 2]);
    await rollOut();
    expect(await sizes()).toEqual([0, 3]);
    const [before, after] = (await replicaSets()).map(({ metadata }) => metadata.name ?? '');
    expect(await cluster.events('Deployment')).toEqual([
      `Normal ScalingReplicaSet Scaled up replica set ${before ?? ''} from 0 to 3`,
      `Normal ScalingReplicaSet Scaled up replica set ${after ?? ''} from 0 to 1`,
      `Normal ScalingReplicaSet Scaled down replica set ${before ?? ''} from 3 to 2`,
      `Normal ScalingReplicaSet Scaled up replica set ${after ?? ''} from 1 to 2`,
      `Normal ScalingReplicaSet Scaled down replica set ${before ?? ''} from 2 to 1`,
      `Normal ScalingReplicaSet Scaled up replica set ${after ?? ''} from 2 to 3`,
      `Normal ScalingReplicaSet Scaled down replica set ${before ?? ''} from 1 to 0`,
    ]);
  });

  it.each([
    ['1.24', ['up replica set WEB to 2', 'up replica set WEB to 3']],
    ['1.25', ['up replica set WEB to 2', 'up replica set WEB to 3 from 2']],
    ['1.32', ['up replica set WEB from 0 to 2', 'up replica set WEB from 2 to 3']],
  ])('%s: tells sizes in the words of the version', async (version, texts) => {
    await started({ version });
    await cluster.create('deployments', deployment({ replicas: 2 }));
    await change((spec) => (spec.replicas = 3));
    const [only] = await replicaSets();
    const told = (await cluster.events('Deployment')).map((text) => text.replace(only?.metadata.name ?? '', 'WEB'));
    expect(told).toEqual(texts.map((text) => `Normal ScalingReplicaSet Scaled ${text}`));
  });

  it('waits for all old pods where it is recreated', async () => {
    await started();
    const spec = template();
    const stays = { ...spec, spec: { ...spec.spec, nodeName: 'kubemint-node-1' } };
    await cluster.create('deployments', deployment({ strategy: { type: 'Recreate' }, template: stays }));
    await cluster.ready();
    await change((each) => (each.template = { ...stays, spec: { ...stays.spec, hostname: 'other' } }));
    expect(await sizes()).toEqual([0]);
    expect((await cluster.podList()).every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
    await cluster.reap();
    expect(await sizes()).toEqual([0, 3]);
  });

  it('goes back to a template that it had, under a new revision, and keeps some history', async () => {
    await started();
    await cluster.create('deployments', deployment({ revisionHistoryLimit: 1 }));
    await rollOut();
    for (const tag of ['2', '3', '1']) {
      await image(tag);
      await rollOut();
    }
    const found = await replicaSets();
    expect(found.map(revision)).toEqual([3, 4]);
    await image('3');
    await rollOut();
    const history = (await replicaSets()).map(({ metadata }) => metadata.annotations);
    expect(history.map((each) => each?.['deployment.kubernetes.io/revision-history'])).toEqual([undefined, '3']);
  });

  it('counts on from a revision that no double holds', async () => {
    await started();
    const key = 'deployment.kubernetes.io/revision';
    const annotations = { [key]: '3546343826724305832' };
    const selector = { matchLabels: { app: 'web', old: 'yes' } };
    const spec = { replicas: 0, selector, template: template(selector.matchLabels) };
    const metadata = { name: 'before', annotations, labels: selector.matchLabels };
    await cluster.create('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec });
    const web = await cluster.create('deployments', deployment());
    expect(web.metadata.annotations?.[key]).toBe('3546343826724305833');
    const found = (await replicaSets()).map((each) => each.metadata.annotations?.[key]);
    expect(found.sort()).toEqual(['3546343826724305832', '3546343826724305833']);
  });

  it('does nothing about its template while it is paused, and shares a new size out', async () => {
    await started();
    await cluster.create('deployments', deployment({ replicas: 8 }));
    await cluster.ready();
    await image('2');
    expect(await sizes()).toEqual([6, 4]);
    await change((spec) => (spec.paused = true));
    expect(await condition('Progressing')).toMatchObject({
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    });
    await change((spec) => (spec.replicas = 16));
    expect(await sizes()).toEqual([12, 8]);
    await image('3');
    expect(await sizes()).toEqual([12, 8]);
    await change((spec) => (spec.paused = false));
    expect(await condition('Progressing')).not.toMatchObject({ reason: 'DeploymentPaused' });
    expect(await sizes()).toHaveLength(3);
  });

  it('has a deadline for progress, by the clock', async () => {
    await started();
    await cluster.create('deployments', deployment({ progressDeadlineSeconds: 60, replicas: 1 }));
    await cluster.advance(59_000);
    expect(await condition('Progressing')).toMatchObject({ status: 'True' });
    await cluster.advance(3_000);
    expect(await condition('Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'ReplicaSet "web-55f589b4d6" has timed out progressing.',
    });
    await cluster.ready();
    expect(await condition('Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
  });

  it('finds another name where someone has the one of its hash', async () => {
    await started();
    const name = 'web-55f589b4d6';
    const selector = { matchLabels: { app: 'other' } };
    const spec = { replicas: 0, selector, template: template({ app: 'other' }) };
    await cluster.create('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name }, spec });
    const web = await cluster.create('deployments', deployment());
    expect(web.status?.collisionCount).toBe(1);
    // The hash of this template after one collision, made with the Go types.
    expect((await replicaSets()).map(({ metadata }) => metadata.name)).toContain('web-574fd74f5');
  });

  it('says why its pods cannot be made', async () => {
    await started();
    const broken = template();
    await cluster.create(
      'deployments',
      deployment({ template: { ...broken, spec: { ...broken.spec, serviceAccountName: 'nobody' } } }),
    );
    expect(await condition('ReplicaFailure')).toMatchObject({
      status: 'True',
      reason: 'FailedCreate',
      message: expect.stringMatching(/serviceaccount "nobody" not found$/) as string,
    });
  });

  it('takes up replica sets that it chooses, and goes with what it owns', async () => {
    await started();
    await cluster.create('deployments', deployment());
    const [own] = await replicaSets();
    await cluster.resource('deployments').delete(NAMESPACE, 'web', { propagationPolicy: 'Orphan' });
    await cluster.settle();
    expect((await replicaSets())[0]?.metadata.ownerReferences).toBeUndefined();
    await cluster.create('deployments', deployment());
    expect((await replicaSets()).map(({ metadata }) => [metadata.uid, metadata.ownerReferences?.length])).toEqual([
      [own?.metadata.uid, 1],
    ]);
    await cluster.resource('deployments').delete(NAMESPACE, 'web', { propagationPolicy: 'Background' });
    await cluster.settle();
    expect([await replicaSets(), await cluster.podList()]).toEqual([[], []]);
  });
});
