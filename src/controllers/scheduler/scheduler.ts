/**
 * Gives pods their nodes. A pod that fits nowhere waits until something changes that it may depend on; none is put out for
 * another. Source: pkg/scheduler/schedule_one.go.
 */
import { type Namespace } from '../../apis/core/v1.js';
import { type Node } from '../../apis/core/node.js';
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Pod } from '../../apis/core/pod.js';
import { isReason } from '../../apis/errors.js';
import { type Client, type ResourceClient } from '../../client/client.js';
import { type Clock, rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { retryOnConflict, unlessMissing } from '../errors.js';
import { type Informer } from '../informer.js';
import { withPodCondition } from '../pod-conditions.js';
import { isPodTerminal } from '../pod-state.js';
import { SCHEDULER } from '../users.js';
import { WorkQueue } from '../workqueue.js';
import { claimObstacle } from './claims.js';
import { ClusterState } from './cluster-state.js';
import { decide } from './decision.js';
import { SchedulerEvents } from './events.js';
import { isChangeForScheduling } from './node-changes.js';

const NODES = { group: '', resource: 'nodes' };
const PODS = { group: '', resource: 'pods' };
const NAMESPACES = { group: '', resource: 'namespaces' };
const CLAIMS = { group: '', resource: 'persistentvolumeclaims' };
const NAME = 'default-scheduler';

export const scheduler: Controller = {
  name: NAME,
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, onError } = dependencies;
  const client = dependencies.client.as(SCHEDULER);
  const events = new SchedulerEvents(client, dependencies);
  const [nodes, pods, claims, namespaces] = await Promise.all([
    informers.of<Node>(NODES),
    informers.of<Pod>(PODS),
    informers.of<PersistentVolumeClaim>(CLAIMS),
    informers.of<Namespace>(NAMESPACES),
  ]);
  const state = new ClusterState(features, namespaces);
  const scheduling = new Scheduling(client, { state, claims, events, clock, features });
  const queue = new WorkQueue({
    clock,
    sync: () => scheduling.run(),
    onError: (error) => onError(error, 'scheduling pods'),
  });
  const wake = (which?: (pod: Pod) => boolean): void => {
    if (scheduling.wake(which)) queue.add(NAME);
  };
  const feeds = [
    nodes.listen((type, node, before) => {
      state.observeNode(type, node);
      if (type !== 'DELETED' && isChangeForScheduling(node, before)) wake();
    }),
    pods.listen((type, pod, before) => {
      const [had, has] = [before, type === 'DELETED' ? undefined : pod].map(takesRoom);
      state.observePod(type, pod);
      if (type === 'DELETED') scheduling.forget(pod);
      else if (isWaiting(pod)) {
        scheduling.add(pod);
        queue.add(NAME);
      } else scheduling.forget(pod);
      if (had && !has) wake();
      else if (has && !had) wake(looksAtPods);
    }),
    claims.listen(() => wake()),
  ];
  await queue.idle();
  return running([queue, events.queue], feeds);
}

/** True for a pod that the scheduler is to find a node for. */
function isWaiting(pod: Pod): boolean {
  const { nodeName = '', schedulerName = NAME, schedulingGates = [] } = pod.spec;
  if (nodeName !== '' || schedulerName !== NAME || schedulingGates.length > 0) return false;
  return pod.metadata.deletionTimestamp === undefined && !isPodTerminal(pod);
}

function takesRoom(pod: Pod | undefined): boolean {
  return pod?.spec.nodeName !== undefined && !isPodTerminal(pod);
}

/** True for a pod that may fit where another one has come. */
function looksAtPods({ spec: { affinity, topologySpreadConstraints = [] } }: Pod): boolean {
  return affinity?.podAffinity !== undefined || topologySpreadConstraints.length > 0;
}

interface SchedulingParts {
  readonly state: ClusterState;
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly events: SchedulerEvents;
  readonly clock: Clock;
  readonly features: Features;
}

class Scheduling {
  readonly #pods: ResourceClient<Pod>;
  readonly #parts: SchedulingParts;
  /** By uid. */
  readonly #active = new Map<string, Pod>();
  readonly #unschedulable = new Map<string, Pod>();

  constructor(client: Client, parts: SchedulingParts) {
    this.#pods = client.resource(PODS);
    this.#parts = parts;
  }

  /** A pod that was refused comes again where its spec has changed. */
  add(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const refused = this.#unschedulable.get(uid);
    if (refused !== undefined && JSON.stringify(refused.spec) === JSON.stringify(pod.spec)) {
      this.#unschedulable.set(uid, pod);
      return;
    }
    this.#unschedulable.delete(uid);
    this.#active.set(uid, pod);
  }

  forget(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    this.#active.delete(uid);
    if (this.#unschedulable.delete(uid)) this.#parts.events.forget(pod);
  }

  /** Looks again at pods that fitted nowhere, default: at all of them; false where there are none. */
  wake(which: (pod: Pod) => boolean = () => true): boolean {
    for (const [uid, pod] of this.#unschedulable) {
      if (!which(pod)) continue;
      this.#active.set(uid, pod);
      this.#unschedulable.delete(uid);
    }
    return this.#active.size > 0;
  }

  async run(): Promise<void> {
    for (let pod = this.#next(); pod !== undefined; pod = this.#next()) {
      this.#active.delete(pod.metadata.uid ?? '');
      await this.#schedule(pod);
    }
  }

  /** The one of the highest priority, and of those the one that has waited longest. */
  #next(): Pod | undefined {
    let first: Pod | undefined;
    for (const pod of this.#active.values()) {
      if (first === undefined || (pod.spec.priority ?? 0) > (first.spec.priority ?? 0)) first = pod;
    }
    return first;
  }

  async #schedule(pod: Pod): Promise<void> {
    const { state, claims, features } = this.#parts;
    const decision = decide(pod, claimObstacle(pod, claims), state, features);
    if ('nodeName' in decision) return this.#bind(pod, decision.nodeName);
    this.#unschedulable.set(pod.metadata.uid ?? '', pod);
    await this.#refuse(pod, decision.message);
  }

  async #bind(pod: Pod, nodeName: string): Promise<void> {
    const { state, events } = this.#parts;
    const { namespace = '', name = '', uid = '' } = pod.metadata;
    state.place(pod, nodeName);
    const target = { kind: 'Node', name: nodeName };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { namespace, name, uid }, target };
    try {
      await this.#pods.createSubresource(namespace, name, 'binding', binding);
    } catch (error) {
      // It was deleted, or somebody else has bound it: then the watch has told.
      if (isReason(error, 'Conflict')) return;
      state.forget(pod);
      if (isReason(error, 'NotFound')) return;
      this.#active.set(uid, pod);
      throw error;
    }
    events.scheduled(pod, nodeName);
  }

  async #refuse(pod: Pod, message: string): Promise<void> {
    const { events, features, clock } = this.#parts;
    const { namespace = '', name = '', uid } = pod.metadata;
    events.failed(pod, message);
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
    await retryOnConflict(async () => {
      const current = await unlessMissing(this.#pods.get(namespace, name));
      if (current?.metadata.uid !== uid || current === undefined || current.spec.nodeName !== undefined) return;
      const status = withPodCondition(current, condition, features, rfc3339(clock.now()));
      if (status !== current.status) await this.#pods.updateStatus(namespace, { ...current, status });
    });
  }
}
