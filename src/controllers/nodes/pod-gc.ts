/** Removes pods that nobody else will: those of nodes that are gone, and the oldest of too many that ended. Source: pkg/controller/podgc/gc_controller.go. */
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type PodCondition } from '../../apis/core/pod-status.js';
import { type Client } from '../../client/client.js';
import { type Clock, rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { retryOnConflict, unlessMissing } from '../errors.js';
import { KeyTimers } from '../key-timers.js';
import { keyOfObject, ObjectCache, splitKey } from '../object-cache.js';
import { isTerminal, withPodCondition } from '../pod-conditions.js';
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
  const { clock, features, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('pod-garbage-collector'));
  const terminated = new Set<string>();
  const judge = new Judge(terminated);
  const queue = new WorkQueue({
    clock,
    sync: async (key) => {
      const pod = pods.get(...splitKey(key));
      const sentence = pod && judge.judge(pod, nodes.get('', pod.spec.nodeName ?? ''));
      if (sentence !== undefined) await remove(client, key, sentence.condition, { clock, features });
    },
    onError: (error, key) => onError(error, `removing the left-over pod ${key}`),
  });
  const quarantine = new KeyTimers(clock, (nodeName) => {
    if (nodes.get('', nodeName) === undefined) condemn(nodeName);
  });
  const condemn = (nodeName: string): void => {
    judge.missing.add(nodeName);
    for (const pod of pods.all()) if (pod.spec.nodeName === nodeName) queue.add(keyOfObject(pod));
  };
  const nodes: ObjectCache<Node> = new ObjectCache<Node>(client, NODES, (type, node) => {
    const { name = '' } = node.metadata;
    if (type === 'DELETED') {
      condemn(name);
      return;
    }
    judge.missing.delete(name);
    quarantine.clear(name);
    if (isOutOfService(node)) for (const pod of pods.all()) if (pod.spec.nodeName === name) queue.add(keyOfObject(pod));
  });
  const pods: ObjectCache<Pod> = new ObjectCache<Pod>(client, PODS, (type, pod, before) => {
    const { nodeName = '' } = pod.spec;
    if (type === 'DELETED' || !isTerminal(pod)) terminated.delete(keyOfObject(pod));
    else terminated.add(keyOfObject(pod));
    if (type === 'DELETED') return;
    const isLost = nodeName !== '' && nodes.get('', nodeName) === undefined;
    if (isLost && !judge.missing.has(nodeName) && before?.spec.nodeName !== nodeName) {
      quarantine.set(nodeName, QUARANTINE);
    }
    const oldest = terminated.size > MOST_TERMINATED ? terminated.values().next().value : undefined;
    if (oldest !== undefined) queue.add(oldest);
    if (isLost || pod.metadata.deletionTimestamp !== undefined) queue.add(keyOfObject(pod));
  });
  await nodes.follow();
  await pods.follow();
  await queue.idle();
  return running([queue], [nodes, pods, quarantine]);
}

class Judge {
  /** Nodes that pods name and that are gone for good. */
  readonly missing = new Set<string>();
  readonly #terminated: ReadonlySet<string>;

  constructor(terminated: ReadonlySet<string>) {
    this.#terminated = terminated;
  }

  /** Undefined where the pod is somebody's. */
  judge(pod: Pod, node: Node | undefined): { condition?: PodCondition } | undefined {
    const { nodeName = '' } = pod.spec;
    const isDeleted = pod.metadata.deletionTimestamp !== undefined;
    if (nodeName !== '' && node === undefined && this.missing.has(nodeName)) return { condition: ORPHANED };
    if (isDeleted && (nodeName === '' || (node !== undefined && isOutOfService(node)))) return {};
    const [oldest] = this.#terminated;
    return this.#terminated.size > MOST_TERMINATED && oldest === keyOfObject(pod) ? {} : undefined;
  }
}

function isOutOfService({ spec, status }: Node): boolean {
  const ready = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return ready !== true && (spec?.taints ?? []).some(({ key }) => key === OUT_OF_SERVICE);
}

async function remove(
  client: Client,
  key: string,
  condition: PodCondition | undefined,
  { clock, features }: { clock: Clock; features: Features },
): Promise<void> {
  const pods = client.resource<Pod>(PODS);
  const [namespace, name] = splitKey(key);
  await retryOnConflict(async () => {
    const pod = await unlessMissing(pods.get(namespace, name));
    if (pod === undefined || isTerminal(pod) || !features.enabled('PodDisruptionConditions')) return;
    const marked =
      condition === undefined ? pod.status : withPodCondition(pod, condition, features, rfc3339(clock.now()));
    await pods.updateStatus(namespace, { ...pod, status: { ...marked, phase: 'Failed' } });
  });
  await unlessMissing(pods.delete(namespace, name, { gracePeriodSeconds: 0 }));
}
