/**
 * The simulated kubelets: what is bound to a simulated node gets a status as if it ran. No container does.
 * Source: pkg/kubelet/{kubelet.go,status/status_manager.go}.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Node } from '../../apis/core/node.js';
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Pod } from '../../apis/core/pod.js';
import { type ConfigMap, type Secret, type ServiceAccount } from '../../apis/core/v1.js';
import { isReason } from '../../apis/errors.js';
import { type ClientWatch } from '../../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { retryOnConflict, unlessMissing } from '../errors.js';
import { type EventRecorder, recorderOf } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { KeyTimers } from '../key-timers.js';
import { SimulatedNodes } from '../nodes/simulated.js';
import { keyOf, ObjectQueue } from '../object-queue.js';
import { isPodTerminal } from '../pod-state.js';
import { nodeUser } from '../users.js';
import { type WorkQueue } from '../workqueue.js';
import { AddressPool } from './address-pool.js';
import { PodLifecycle } from './pod-lifecycle.js';
import { type ReferencedObjects } from './references.js';
import { adoptedRun, lacksSomething, newRun, type PodRun } from './run.js';
import { nextPodStatus } from './status.js';
import { ContainerEvents, type Tell } from './told.js';

const resource = (name: string) => ({ group: '', resource: name });
const PODS = resource('pods');

export const kubelet: Controller = {
  name: 'kubelet',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, informers, onError } = dependencies;
  const [pods, nodes, configMaps, secrets, serviceAccounts, claims] = await Promise.all([
    informers.of<Pod>(PODS),
    informers.of<Node>(resource('nodes')),
    informers.of<ConfigMap>(resource('configmaps')),
    informers.of<Secret>(resource('secrets')),
    informers.of<ServiceAccount>(resource('serviceaccounts')),
    informers.of<PersistentVolumeClaim>(resource('persistentvolumeclaims')),
  ]);
  const queues: WorkQueue[] = [];
  const objects = { configMaps, secrets, serviceAccounts, claims };
  const kubelets = new Kubelets(dependencies, nodes, objects, (queue) => queues.push(queue));
  const queue = new ObjectQueue({ clock, onError }, 'running the pod', async (namespace, name) => {
    const pod = pods.get(namespace, name);
    const wakeAt = pod === undefined ? undefined : await kubelets.sync(pod);
    if (wakeAt === undefined) alarms.clear(`${namespace}/${name}`);
    else alarms.set(`${namespace}/${name}`, wakeAt - clock.now());
  });
  queues.push(queue);
  const alarms = new KeyTimers(clock, (key) => queue.add(key));
  const feeds: ClientWatch[] = [
    nodes.listen((type, node, before) => {
      if (type === 'DELETED' || (before !== undefined && kubelets.runsOn(before) === kubelets.runsOn(node))) return;
      for (const pod of pods.list('')) if (pod.spec.nodeName === node.metadata.name) queue.addObject(pod);
    }),
    pods.listen((type, pod) => {
      if (type === 'DELETED') {
        kubelets.forget(pod);
        alarms.clear(keyOf(pod));
      } else if (pod.spec.nodeName !== undefined) queue.addObject(pod);
    }),
    ...[configMaps, secrets, serviceAccounts, claims].map((informer) =>
      (informer as Informer).listen((_type, { metadata: { namespace = '' } }) => {
        for (const key of kubelets.waitingIn(namespace)) queue.add(key);
      }),
    ),
  ];
  await queue.idle();
  return running(queues, [...feeds, alarms]);
}

class Kubelets {
  readonly #dependencies: ControllerDependencies;
  readonly #nodes: Informer<Node>;
  readonly #simulated: SimulatedNodes;
  readonly #lifecycle: PodLifecycle;
  readonly #onQueue: (queue: WorkQueue) => void;
  /** By uid. */
  readonly #runs = new Map<string, PodRun>();
  /** Keys of pods, by namespace. */
  readonly #waiting = new Map<string, Set<string>>();
  /** By node. */
  readonly #addresses = new Map<string, AddressPool>();
  readonly #recorders = new Map<string, EventRecorder>();

  constructor(
    dependencies: ControllerDependencies,
    nodes: Informer<Node>,
    objects: ReferencedObjects,
    onQueue: (queue: WorkQueue) => void,
  ) {
    const { features, random, simulation } = dependencies;
    const tell: Tell = (pod, ...told) => this.#recorderFor(pod).record(pod, ...told);
    const events = new ContainerEvents(tell, features.behaviours, features.enabled('KubeletEnsureSecretPulledImages'));
    this.#dependencies = dependencies;
    this.#nodes = nodes;
    this.#simulated = new SimulatedNodes(simulation);
    this.#onQueue = onQueue;
    this.#lifecycle = new PodLifecycle({
      ...{ random, features, simulation, objects, events, tell },
      takeAddress: (run) => this.#takeAddress(run),
    });
  }

  runsOn(node: Node): boolean {
    return this.#simulated.runs(node);
  }

  /** The keys of pods that something of their namespace is missing for. */
  waitingIn(namespace: string): readonly string[] {
    return [...(this.#waiting.get(namespace) ?? [])];
  }

  forget(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const run = this.#runs.get(uid);
    if (run !== undefined) this.#giveBack(run);
    this.#runs.delete(uid);
    this.#note(pod, false);
  }

  /** Brings a pod on and reports it; resolves to when it has to be looked at again. */
  async sync(pod: Pod): Promise<number | undefined> {
    const node = this.#nodes.get('', pod.spec.nodeName ?? '');
    if (node === undefined || !this.#simulated.runs(node)) return undefined;
    const { uid = '', deletionTimestamp } = pod.metadata;
    const now = this.#dependencies.clock.now();
    let wakeAt: number | undefined;
    if (!isPodTerminal(pod)) {
      const run = this.#runs.get(uid) ?? this.#begin(pod, now);
      run.pod = pod;
      wakeAt = this.#lifecycle.advance(run, now);
      this.#note(pod, lacksSomething(run));
      await this.#report(run, node, now);
      if (!run.finished) return wakeAt;
      this.#giveBack(run);
      this.#runs.delete(uid);
    }
    if (deletionTimestamp !== undefined) await this.#remove(pod);
    return undefined;
  }

  #note(pod: Pod, isWaiting: boolean): void {
    const { namespace = '' } = pod.metadata;
    const waiting = this.#waiting.get(namespace) ?? new Set<string>();
    if (isWaiting) this.#waiting.set(namespace, waiting.add(keyOf(pod)));
    else if (waiting.delete(keyOf(pod)) && waiting.size === 0) this.#waiting.delete(namespace);
  }

  #begin(pod: Pod, now: number): PodRun {
    const run = pod.status?.startTime === undefined ? newRun(pod, now) : adoptedRun(pod, now);
    if (run.ip !== undefined) this.#poolFor(pod)?.keep(run.ip);
    this.#runs.set(pod.metadata.uid ?? '', run);
    return run;
  }

  async #report(run: PodRun, node: Node, now: number): Promise<void> {
    const { client, features, simulation } = this.#dependencies;
    const { namespace = '', name = '', uid } = run.pod.metadata;
    const pods = client.as(nodeUser(node.metadata.name ?? '')).resource<Pod>(PODS);
    const hostIP = addressOf(node);
    await retryOnConflict(async () => {
      const pod = await unlessMissing(pods.get(namespace, name));
      if (pod === undefined || pod.metadata.uid !== uid) return;
      const status = nextPodStatus({ ...run, pod }, { features, simulation, now, hostIP });
      if (!isDeepStrictEqual(status, pod.status)) await unlessMissing(pods.updateStatus(namespace, { ...pod, status }));
    });
  }

  async #remove({ metadata: { namespace = '', name = '', uid = '' }, spec }: Pod): Promise<void> {
    const pods = this.#dependencies.client.as(nodeUser(spec.nodeName ?? '')).resource<Pod>(PODS);
    try {
      await pods.delete(namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      // Another pod has its name by now.
      if (!isReason(error, 'NotFound') && !isReason(error, 'Conflict')) throw error;
    }
  }

  #takeAddress(run: PodRun): string | undefined {
    const { pod } = run;
    return pod.spec.hostNetwork === true
      ? addressOf(this.#nodes.get('', pod.spec.nodeName ?? ''))
      : this.#poolFor(pod)?.take();
  }

  #giveBack(run: PodRun): void {
    if (run.ip !== undefined) this.#poolFor(run.pod)?.giveBack(run.ip);
  }

  #poolFor({ spec: { nodeName = '' } }: Pod): AddressPool | undefined {
    const range = this.#nodes.get('', nodeName)?.spec?.podCIDR;
    let pool = this.#addresses.get(nodeName);
    if (pool === undefined && range !== undefined) this.#addresses.set(nodeName, (pool = new AddressPool(range)));
    return pool;
  }

  #recorderFor({ spec: { nodeName = '' } }: Pod): EventRecorder {
    let recorder = this.#recorders.get(nodeName);
    if (recorder === undefined) {
      const client = this.#dependencies.client.as(nodeUser(nodeName));
      recorder = recorderOf(this.#dependencies, client, 'kubelet', nodeName);
      this.#recorders.set(nodeName, recorder);
      this.#onQueue(recorder.queue);
    }
    return recorder;
  }
}

function addressOf(node: Node | undefined): string | undefined {
  return node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
}
