/**
 * Taints nodes as their conditions are, and tells of those whose kubelet was stopped. Nodes that never had a simulated
 * kubelet stay as they were made.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
 */
import { type Node, type NodeCondition } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Client, type ResourceClient } from '../../client/client.js';
import { type Clock, rfc3339 } from '../../clock/clock.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { retryOnConflict, unlessMissing } from '../errors.js';
import { type EventRecorder, recorderOf } from '../event-recorder.js';
import { KeyTimers } from '../key-timers.js';
import { controllerUser } from '../users.js';
import { WorkQueue } from '../workqueue.js';
import { SIMULATED_ANNOTATION } from './simulated.js';
import { nextTaints } from './taints.js';

const NODES = { group: '', resource: 'nodes' };
const PODS = { group: '', resource: 'pods' };
const LEASES = { group: 'coordination.k8s.io', resource: 'leases' };
/** What a kubelet alone says. */
const KUBELET_CONDITIONS: readonly string[] = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export const nodeLifecycleController: Controller = {
  name: 'nodelifecycle',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('node-controller'));
  const recorder = recorderOf(dependencies, client, 'node-controller');
  const grace = features.behaviours.nodeMonitorGraceSeconds * 1000;
  const lifecycle = new NodeLifecycle(client, clock, recorder);
  const queue = new WorkQueue({
    clock,
    sync: (name) => lifecycle.taint(name),
    onError: (error, name) => onError(error, `tainting the node ${name}`),
  });
  const silenced = new WorkQueue({
    clock,
    sync: (name) => lifecycle.markSilent(name),
    onError: (error, name) => onError(error, `marking the node ${name} as silent`),
  });
  const alarms = new KeyTimers(clock, (name) => silenced.add(name));
  const feeds = [
    (await informers.of<Node>(NODES)).listen((type, { metadata: { name = '' } }) => {
      if (type === 'DELETED') alarms.clear(name);
      else queue.add(name);
    }),
    await client.resource(LEASES).watch('kube-node-lease', (type, { metadata: { name = '' } }) => {
      if (type !== 'DELETED') alarms.set(name, grace);
    }),
  ];
  await queue.idle();
  return running([queue, silenced, recorder.queue], [...feeds, alarms]);
}

class NodeLifecycle {
  readonly #nodes: ResourceClient<Node>;
  readonly #pods: ResourceClient<Pod>;
  readonly #clock: Clock;
  readonly #recorder: EventRecorder;

  constructor(client: Client, clock: Clock, recorder: EventRecorder) {
    this.#nodes = client.resource(NODES);
    this.#pods = client.resource(PODS);
    this.#clock = clock;
    this.#recorder = recorder;
  }

  async taint(name: string): Promise<void> {
    await retryOnConflict(async () => {
      const node = await unlessMissing(this.#nodes.get('', name));
      const taints = node && nextTaints(node, this.#clock.now());
      if (taints === undefined || taints === node?.spec?.taints) return;
      if (taints.length === 0 && node?.spec?.taints === undefined) return;
      await unlessMissing(this.#nodes.update('', { ...node, spec: { ...node?.spec, taints: [...taints] } } as Node));
    });
  }

  /** Of a node with a lease that was not renewed nothing is known. */
  async markSilent(name: string): Promise<void> {
    const wasReady = await retryOnConflict(async () => {
      const node = await unlessMissing(this.#nodes.get('', name));
      // A clock that makes a leap leaves the kubelets no time for a sign of life; only those that were stopped give none.
      if (node?.metadata.annotations?.[SIMULATED_ANNOTATION] !== 'false') return false;
      const before = node.status?.conditions ?? [];
      const conditions = before.map((condition) => unknown(condition, rfc3339(this.#clock.now())));
      await this.#nodes.updateStatus('', { ...node, status: { ...node.status, conditions } });
      return before.some(({ type, status }) => type === 'Ready' && status === 'True');
    });
    if (!wasReady) return;
    const node = await unlessMissing(this.#nodes.get('', name));
    if (node !== undefined) {
      this.#recorder.record(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    }
    const { items } = await this.#pods.list('', { fieldSelector: `spec.nodeName=${name}` });
    for (const pod of items) await this.#markNotReady(pod);
  }

  async #markNotReady({ metadata: { namespace = '', name = '' } }: Pod): Promise<void> {
    await retryOnConflict(async () => {
      const pod = await unlessMissing(this.#pods.get(namespace, name));
      const ready = pod?.status?.conditions?.find(({ type }) => type === 'Ready');
      if (pod === undefined || ready?.status !== 'True') return;
      const lastTransitionTime = rfc3339(this.#clock.now());
      const conditions = (pod.status?.conditions ?? []).map((condition) =>
        condition === ready ? { ...ready, status: 'False', lastTransitionTime } : condition,
      );
      await unlessMissing(this.#pods.updateStatus(namespace, { ...pod, status: { ...pod.status, conditions } }));
      this.#recorder.record(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
    });
  }
}

function unknown(condition: NodeCondition, now: string): NodeCondition {
  if (!KUBELET_CONDITIONS.includes(condition.type) || condition.status === 'Unknown') return condition;
  return {
    ...condition,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: now,
  };
}
