/** Removes pods that nobody else will: those of nodes that are gone, and the oldest of too many that ended. Source: pkg/controller/podgc/gc_controller.go. */
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type PodCondition } from '../../apis/core/pod-status.js';
import { type WatchEventType } from '../../apis/meta/v1.js';
import { type Client } from '../../client/client.js';
import { type Clock, rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { retryOnConflict, unlessMissing } from '../errors.js';
import { type Informer } from '../informer.js';
import { keyOf, ObjectQueue } from '../object-queue.js';
import { withPodCondition } from '../pod-conditions.js';
import { isPodTerminal } from '../pod-state.js';
import { controllerUser } from '../users.js';
import { WorkQueue } from '../workqueue.js';

const NODES = { group: '', resource: 'nodes' };
const PODS = { group: '', resource: 'pods' };
/** How long a node that pods name may be missing before they go. */
const QUARANTINE = 40_000;
/** kube-controller-manager's --terminated-pod-gc-threshold by default. */
const MOST_TERMINATED = 12_500;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

const ORPHANED: PodCondition = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByPodGC',
  message: 'PodGC: node no longer exists',
};

export const podGarbageCollector: Controller = {
  name: 'podgc',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('pod-garbage-collector'));
  const [nodes, pods] = await Promise.all([informers.of<Node>(NODES), informers.of<Pod>(PODS)]);
  const collector = new PodCollector(nodes);
  const queue = new ObjectQueue({ clock, onError }, 'removing the left-over pod', async (namespace, name) => {
    const pod = pods.get(namespace, name);
    const sentence = pod && collector.judge(pod);
    if (pod !== undefined && sentence !== undefined) await remove(client, pod, sentence, { clock, features });
  });
  const quarantine = new WorkQueue({
    clock,
    sync: (nodeName) => {
      if (nodes.get('', nodeName) !== undefined) return Promise.resolve();
      collector.missing.add(nodeName);
      for (const pod of pods.list('')) if (pod.spec.nodeName === nodeName) queue.addObject(pod);
      return Promise.resolve();
    },
    onError: (error, nodeName) => onError(error, `looking for the node ${nodeName}`),
  });
  const feeds = [
    nodes.listen((type, { metadata: { name = '' } }) => {
      if (type === 'DELETED') quarantine.add(name);
      else collector.missing.delete(name);
    }),
    pods.listen((type, pod) => {
      collector.observe(type, pod);
      const { nodeName = '' } = pod.spec;
      const isLost = type !== 'DELETED' && nodeName !== '' && nodes.get('', nodeName) === undefined;
      if (isLost && !collector.missing.has(nodeName)) quarantine.addAfter(nodeName, QUARANTINE);
      else if (type !== 'DELETED' && collector.judge(pod) !== undefined) queue.addObject(pod);
      if (collector.surplus !== undefined) queue.add(collector.surplus);
    }),
  ];
  await queue.idle();
  return running([queue, quarantine], feeds);
}

/** Why a pod is removed, as a condition of it. */
type Sentence = PodCondition | 'without a condition';

class PodCollector {
  /** Nodes that pods name and that are gone for good. */
  readonly missing = new Set<string>();
  readonly #nodes: Informer<Node>;
  /** The keys of pods that have ended, the first one first. */
  readonly #terminated = new Set<string>();

  constructor(nodes: Informer<Node>) {
    this.#nodes = nodes;
  }

  /** The key of the pod that ended first, where too many have. */
  get surplus(): string | undefined {
    return this.#terminated.size > MOST_TERMINATED ? this.#terminated.values().next().value : undefined;
  }

  observe(type: WatchEventType, pod: Pod): void {
    if (type === 'DELETED' || !isPodTerminal(pod)) this.#terminated.delete(keyOf(pod));
    else this.#terminated.add(keyOf(pod));
  }

  /** Undefined where the pod is somebody's. */
  judge(pod: Pod): Sentence | undefined {
    const { nodeName = '' } = pod.spec;
    const node = this.#nodes.get('', nodeName);
    if (nodeName !== '' && node === undefined && this.missing.has(nodeName)) return ORPHANED;
    const isDeleted = pod.metadata.deletionTimestamp !== undefined;
    if (isDeleted && (nodeName === '' || (node !== undefined && isOutOfService(node)))) return 'without a condition';
    return this.surplus === keyOf(pod) ? 'without a condition' : undefined;
  }
}

function isOutOfService({ spec, status }: Node): boolean {
  const ready = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return ready !== true && (spec?.taints ?? []).some(({ key }) => key === OUT_OF_SERVICE);
}

async function remove(
  client: Client,
  { metadata: { namespace = '', name = '' } }: Pod,
  sentence: Sentence,
  { clock, features }: { clock: Clock; features: Features },
): Promise<void> {
  const pods = client.resource<Pod>(PODS);
  await retryOnConflict(async () => {
    const pod = await unlessMissing(pods.get(namespace, name));
    if (pod === undefined || isPodTerminal(pod) || !features.enabled('PodDisruptionConditions')) return;
    const marked =
      sentence === 'without a condition' ? pod.status : withPodCondition(pod, sentence, features, rfc3339(clock.now()));
    await pods.updateStatus(namespace, { ...pod, status: { ...marked, phase: 'Failed' } });
  });
  await unlessMissing(pods.delete(namespace, name, { gracePeriodSeconds: 0 }));
}
