/** Keeps as many pods as replica sets and replication controllers want. Source: pkg/controller/{replicaset,replication}. */
import { type ReplicaSet } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type GroupResource, type GroupVersionKind } from '../../apis/meta/v1.js';
import { type LabelSelector } from '../../apis/validation/label-selector.js';
import { selects } from '../../registry/selection.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { followDependents } from '../dependents.js';
import { recorderOf } from '../event-recorder.js';
import { ObjectQueue } from '../object-queue.js';
import { PodControl, PODS } from '../pod-control.js';
import { isPodReady } from '../pod-state.js';
import { controllerUser } from '../users.js';
import { ReplicaSetSync } from './sync.js';

export const REPLICA_SETS = { group: 'apps', resource: 'replicasets' };
const REPLICATION_CONTROLLERS = { group: '', resource: 'replicationcontrollers' };

interface Variant {
  readonly name: string;
  readonly resource: GroupResource;
  readonly kind: GroupVersionKind;
  /** Its user, and whom events come from. */
  readonly component: string;
  readonly selectorOf: (replicaSet: ReplicaSet) => LabelSelector | undefined;
  readonly countsTerminating: boolean;
}

export const replicaSetController = controllerOfVariant({
  name: 'replicaset',
  resource: REPLICA_SETS,
  kind: { group: 'apps', version: 'v1', kind: 'ReplicaSet' },
  component: 'replicaset-controller',
  selectorOf: ({ spec }) => spec.selector,
  countsTerminating: true,
});

export const replicationControllerController = controllerOfVariant({
  name: 'replicationcontroller',
  resource: REPLICATION_CONTROLLERS,
  kind: { group: '', version: 'v1', kind: 'ReplicationController' },
  component: 'replication-controller',
  // A map of labels, where a replica set has a selector.
  selectorOf: ({ spec }) => ({ matchLabels: (spec.selector ?? {}) as Readonly<Record<string, string>> }),
  countsTerminating: false,
});

function controllerOfVariant(variant: Variant): Controller {
  return {
    name: variant.name,
    runs: ({ simulation }) => simulation.nodes > 0,
    start: (dependencies) => start(dependencies, variant),
  };
}

async function start(dependencies: ControllerDependencies, variant: Variant): Promise<RunningController> {
  const { informers } = dependencies;
  const { component, kind, resource, selectorOf, countsTerminating } = variant;
  const client = dependencies.client.as(controllerUser(component));
  const recorder = recorderOf(dependencies, client, component);
  const [replicaSets, pods] = await Promise.all([informers.of<ReplicaSet>(resource), informers.of<Pod>(PODS)]);
  const podClient = client.resource<Pod>(PODS);
  const sync = new ReplicaSetSync({
    dependencies,
    kind,
    replicaSets,
    client: client.resource<ReplicaSet>(resource),
    pods,
    podClient,
    selectorOf,
    podControl: new PodControl(podClient, recorder),
    countsTerminating,
  });
  const queue = new ObjectQueue(dependencies, `synchronizing the ${kind.kind}`, async (namespace, name) => {
    const wait = await sync.sync(namespace, name);
    if (wait !== undefined) queue.addAfter(`${namespace}/${name}`, wait);
  });
  const feeds = [
    replicaSets.listen((_type, replicaSet) => queue.addObject(replicaSet)),
    followDependents({
      owners: replicaSets,
      dependents: pods,
      kind: kind.kind,
      selects: (replicaSet, labels) => selects(selectorOf(replicaSet), labels),
      onChange(replicaSet, _type, pod, previous) {
        queue.addObject(replicaSet);
        const becameReady = previous !== undefined && !isPodReady(previous) && isPodReady(pod);
        const { minReadySeconds = 0 } = replicaSet.spec;
        if (becameReady && minReadySeconds > 0) queue.addObjectAfter(replicaSet, minReadySeconds * 1000);
      },
    }),
  ];
  await queue.idle();
  return running([queue, recorder.queue], feeds);
}
