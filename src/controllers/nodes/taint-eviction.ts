/** Evicts pods from nodes with NoExecute taints that they do not put up with. Source: pkg/controller/tainteviction/taint_eviction.go. */
import { type Node, type Taint } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Client } from '../../client/client.js';
import { type Clock, rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { retryOnConflict, unlessMissing } from '../errors.js';
import { recorderOf } from '../event-recorder.js';
import { KeyTimers } from '../key-timers.js';
import { keyOf, ObjectQueue } from '../object-queue.js';
import { withPodCondition } from '../pod-conditions.js';
import { controllerUser } from '../users.js';
import { tolerationTime } from './tolerations.js';

const NODES = { group: '', resource: 'nodes' };
const PODS = { group: '', resource: 'pods' };

export const taintEvictionController: Controller = {
  name: 'taint-eviction',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('node-controller'));
  const recorder = recorderOf(dependencies, client, features.behaviours.taintEvictionComponent);
  const tell = (key: string, text: string): void => {
    const [namespace = '', name = ''] = key.split('/');
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name } };
    recorder.record(pod, 'Normal', 'TaintManagerEviction', `${text} Pod ${key}`);
  };
  const queue = new ObjectQueue({ clock, onError }, 'evicting the pod', async (namespace, name) => {
    tell(`${namespace}/${name}`, 'Marking for deletion');
    await evict(client, namespace, name, { clock, features });
  });
  const schedule = new EvictionSchedule(clock, {
    due: (key) => queue.add(key),
    cancelled: (key) => tell(key, 'Cancelling deletion of'),
  });
  const [nodes, pods] = await Promise.all([informers.of<Node>(NODES), informers.of<Pod>(PODS)]);
  const look = (pod: Pod): void => {
    const node = nodes.get('', pod.spec.nodeName ?? '');
    schedule.decide(keyOf(pod), pod, noExecute(node));
  };
  const feeds = [
    nodes.listen((type, node, before) => {
      if (type === 'DELETED' || (noExecute(node).length === 0 && noExecute(before).length === 0)) return;
      for (const pod of pods.list('')) if (pod.spec.nodeName === node.metadata.name) look(pod);
    }),
    pods.listen((type, pod, before) => {
      if (type === 'DELETED') schedule.cancel(keyOf(pod));
      else if (before === undefined || hasMoved(pod, before)) look(pod);
    }),
  ];
  await queue.idle();
  return running([queue, recorder.queue], [...feeds, schedule]);
}

function hasMoved(pod: Pod, before: Pod): boolean {
  const { nodeName, tolerations = [] } = pod.spec;
  return nodeName !== before.spec.nodeName || tolerations.length !== (before.spec.tolerations ?? []).length;
}

function noExecute(node: Node | undefined): readonly Taint[] {
  return (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

interface Listener {
  due(key: string): void;
  cancelled(key: string): void;
}

/** When pods have to go; each time counts from when it was first decided. */
class EvictionSchedule {
  readonly #clock: Clock;
  readonly #listener: Listener;
  readonly #timers: KeyTimers;
  readonly #since = new Map<string, number>();

  constructor(clock: Clock, listener: Listener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#timers = new KeyTimers(clock, (key) => {
      this.#since.delete(key);
      listener.due(key);
    });
  }

  decide(key: string, { spec, metadata }: Pod, taints: readonly Taint[]): void {
    const time = tolerationTime(taints, spec.tolerations ?? []);
    if (taints.length === 0 || time === undefined) {
      this.cancel(key);
      return;
    }
    if (metadata.deletionTimestamp !== undefined) return;
    const now = this.#clock.now();
    const since = this.#since.get(key) ?? now;
    this.#since.set(key, since);
    if (since + time > now) {
      this.#timers.set(key, since + time - now);
      return;
    }
    this.#timers.clear(key);
    this.#since.delete(key);
    this.#listener.due(key);
  }

  cancel(key: string): void {
    if (!this.#since.delete(key)) return;
    this.#timers.clear(key);
    this.#listener.cancelled(key);
  }

  stop(): void {
    this.#timers.stop();
  }
}

async function evict(
  client: Client,
  namespace: string,
  name: string,
  { clock, features }: { clock: Clock; features: Features },
): Promise<void> {
  const pods = client.resource<Pod>(PODS);
  if (features.enabled('PodDisruptionConditions')) {
    const reason = 'DeletionByTaintManager';
    const message = 'Taint manager: deleting due to NoExecute taint';
    const condition = { type: 'DisruptionTarget', status: 'True', reason, message };
    await retryOnConflict(async () => {
      const pod = await unlessMissing(pods.get(namespace, name));
      if (pod === undefined) return;
      const status = withPodCondition(pod, condition, features, rfc3339(clock.now()));
      if (status !== pod.status) await pods.updateStatus(namespace, { ...pod, status });
    });
  }
  await unlessMissing(pods.delete(namespace, name));
}
