/** Keeps a pod of each daemon set on each node that it means. Source: pkg/controller/daemon/daemon_controller.go. */
import { type ControllerRevision, type DaemonSet, type DaemonSetStatus } from '../../apis/apps/v1.js';
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { type ResourceClient } from '../../client/client.js';
import { isEmpty, selects } from '../../registry/selection.js';
import { semanticallyEqual } from '../../registry/semantic-equality.js';
import { BackOff } from '../back-off.js';
import { claim } from '../claims.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { newControllerRef } from '../controller-ref.js';
import { followDependents } from '../dependents.js';
import { asError, isNamespaceTerminating, unlessMissing } from '../errors.js';
import { type EventRecorder, recorderOf } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { ObjectQueue } from '../object-queue.js';
import { PodControl, podFromTemplate, PODS } from '../pod-control.js';
import { isPodReady } from '../pod-state.js';
import { REVISIONS, templatePatch } from '../revisions.js';
import { slowStart } from '../slow-start.js';
import { sameStatus, writeStatus } from '../status.js';
import { controllerUser } from '../users.js';
import { DAEMON_SET, daemonTemplate, pinnedTo, placementOn } from './placement.js';
import { podsByNode, type ToDo, toDo } from './pods.js';
import { cleanUpHistory, hashOf, history, type RevisionEnvironment } from './revisions.js';
import { rollingUpdate } from './rolling-update.js';
import { nextStatus } from './status.js';

const DAEMON_SETS = { group: 'apps', resource: 'daemonsets' };
const NODES = { group: '', resource: 'nodes' };
/** How many pods are made or deleted in one go. */
const BURST = 250;
const FIRST_BACK_OFF = 1000;
const LONGEST_BACK_OFF = 15 * 60_000;

export const daemonSetController: Controller = {
  name: 'daemonset',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

interface Environment extends RevisionEnvironment {
  readonly dependencies: ControllerDependencies;
  readonly knownPods: Informer<Pod>;
  readonly knownRevisions: Informer<ControllerRevision>;
  readonly nodes: Informer<Node>;
  readonly podControl: PodControl;
  readonly recorder: EventRecorder;
  readonly backOff: BackOff;
}

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers } = dependencies;
  const client = dependencies.client.as(controllerUser('daemon-set-controller'));
  const recorder = recorderOf(dependencies, client, 'daemonset-controller');
  const [daemonSets, knownPods, knownRevisions, nodes] = await Promise.all([
    informers.of<DaemonSet>(DAEMON_SETS),
    informers.of<Pod>(PODS),
    informers.of<ControllerRevision>(REVISIONS),
    informers.of<Node>(NODES),
  ]);
  const pods = client.resource<Pod>(PODS);
  const environment: Environment = {
    dependencies,
    recorder,
    pods,
    knownPods,
    knownRevisions,
    nodes,
    schemas: loadSchemas(features.version.minor),
    daemonSets: client.resource<DaemonSet>(DAEMON_SETS),
    revisions: client.resource<ControllerRevision>(REVISIONS),
    podControl: new PodControl(pods, recorder),
    backOff: new BackOff(clock, FIRST_BACK_OFF, LONGEST_BACK_OFF),
  };
  const queue = new ObjectQueue(dependencies, 'synchronizing the daemon set', async (namespace, name) => {
    const daemonSet = daemonSets.get(namespace, name);
    if (daemonSet === undefined) return;
    await new Pass(environment, daemonSet, (ms) => queue.addObjectAfter(daemonSet, ms)).sync();
  });
  const feeds = [
    daemonSets.listen((_type, daemonSet) => queue.addObject(daemonSet)),
    followDependents({
      owners: daemonSets,
      dependents: knownPods,
      kind: DAEMON_SET.kind,
      selects: ({ spec }, labels) => !isEmpty(spec.selector ?? {}) && selects(spec.selector, labels),
      onChange(daemonSet, _type, pod, previous) {
        queue.addObject(daemonSet);
        const becameReady = previous !== undefined && !isPodReady(previous) && isPodReady(pod);
        const { minReadySeconds = 0 } = daemonSet.spec;
        if (becameReady && minReadySeconds > 0) queue.addObjectAfter(daemonSet, minReadySeconds * 1000);
      },
    }),
    nodes.listen((type, node, previous) => {
      if (type === 'DELETED' || (previous !== undefined && isSameNode(node, previous))) return;
      for (const daemonSet of daemonSets.list('')) {
        const isNews =
          previous !== undefined && !features.behaviours.daemonSetSeesWorkOnly
            ? moves(node, previous, daemonSet)
            : concerns(node, daemonSet, knownPods);
        if (isNews) queue.addObject(daemonSet);
      }
    }),
  ];
  await queue.idle();
  return running([queue, recorder.queue], feeds);
}

function isSameNode(node: Node, previous: Node): boolean {
  return (
    semanticallyEqual(node.metadata.labels, previous.metadata.labels) &&
    semanticallyEqual(node.spec?.taints, previous.spec?.taints)
  );
}

/** True where a node means something else to the daemon set than before. */
function moves(node: Node, previous: Node, daemonSet: DaemonSet): boolean {
  return !semanticallyEqual(placementOn(node, daemonSet), placementOn(previous, daemonSet));
}

/** True where a node lacks the daemon set's pod, or has one that it should not have. */
function concerns(node: Node, daemonSet: DaemonSet, pods: Informer<Pod>): boolean {
  const { shouldRun, mayStay } = placementOn(node, daemonSet);
  const own = pods.controlledBy(daemonSet.metadata.uid ?? '');
  const scheduled = own.some(({ spec }) => spec.nodeName === node.metadata.name);
  return scheduled ? !mayStay || (daemonSet.status?.numberMisscheduled ?? 0) > 0 : shouldRun;
}

/** One look at a daemon set. */
class Pass {
  readonly #environment: Environment;
  readonly #daemonSet: DaemonSet;
  readonly #lookAgain: (ms: number) => void;

  constructor(environment: Environment, daemonSet: DaemonSet, lookAgain: (ms: number) => void) {
    this.#environment = environment;
    this.#daemonSet = daemonSet;
    this.#lookAgain = lookAgain;
  }

  async sync(): Promise<void> {
    const { dependencies, schemas, knownRevisions } = this.#environment;
    const { metadata, spec } = this.#daemonSet;
    if (metadata.deletionTimestamp !== undefined) return;
    const data = templatePatch(spec.template ?? {}, schemas, dependencies.features);
    const known = await this.#claimed(this.#environment.revisions, knownRevisions);
    const { current, old } = await history(this.#environment, this.#daemonSet, known, await this.#pods(), data);
    const hash = hashOf(current);
    const failure = await this.#manage(hash);
    if (failure === undefined) await cleanUpHistory(this.#environment, this.#daemonSet, old, await this.#pods());
    await this.#writeStatus(hash);
    if (failure !== undefined) throw failure;
  }

  /** Returns what went wrong. */
  async #manage(hash: string): Promise<Error | undefined> {
    const { dependencies, recorder, backOff } = this.#environment;
    const { clock, features } = dependencies;
    const daemonSet = this.#daemonSet;
    const nodes = this.#nodes;
    const byNode = podsByNode(await this.#pods(), features);
    const lookAgain = this.#lookAgain;
    const work = toDo({ daemonSet, nodes, byNode, hash, clock, features, recorder, backOff, lookAgain });
    // What was made or deleted is looked at again before more is.
    if (work.create.length + work.remove.length > 0) return this.#do(work, hash);
    if (daemonSet.spec.updateStrategy?.type !== 'RollingUpdate') return undefined;
    return this.#do(rollingUpdate({ daemonSet, nodes, byNode, hash, now: clock.now() }), hash);
  }

  async #do({ create, remove }: ToDo, hash: string): Promise<Error | undefined> {
    const { podControl } = this.#environment;
    const template = daemonTemplate(this.#daemonSet, hash);
    const pod = podFromTemplate(template, this.#daemonSet, newControllerRef(this.#daemonSet, DAEMON_SET));
    const { error } = await slowStart(Math.min(create.length, BURST), 1, async (i) => {
      const spec = { ...pod.spec, affinity: pinnedTo(pod.spec.affinity, create[i] ?? '') };
      try {
        await podControl.create(this.#daemonSet, { ...pod, spec });
      } catch (error) {
        if (!isNamespaceTerminating(error)) throw error;
      }
    });
    const deletions = remove.slice(0, BURST).map((name) => podControl.delete(this.#daemonSet, name));
    const failed = (await Promise.allSettled(deletions)).find((result) => result.status === 'rejected');
    const failure: unknown = error ?? failed?.reason;
    return failure === undefined ? undefined : asError(failure);
  }

  async #writeStatus(hash: string): Promise<void> {
    const { dependencies, daemonSets } = this.#environment;
    const { clock, features } = dependencies;
    const byNode = podsByNode(await this.#pods(), features);
    const status = nextStatus(this.#daemonSet, this.#nodes, byNode, hash, clock.now());
    const statusOf = (current: DaemonSet): DaemonSetStatus => ({ ...current.status, ...status });
    if (!sameStatus(statusOf(this.#daemonSet), this.#daemonSet.status)) {
      await unlessMissing(writeStatus(daemonSets, this.#daemonSet, statusOf));
    }
    const { minReadySeconds = 0 } = this.#daemonSet.spec;
    if (minReadySeconds > 0 && status.numberReady !== status.numberAvailable) this.#lookAgain(minReadySeconds * 1000);
  }

  get #nodes(): readonly Node[] {
    return this.#environment.nodes.list('');
  }

  #pods(): Promise<Pod[]> {
    return this.#claimed(this.#environment.pods, this.#environment.knownPods);
  }

  #claimed<D extends Pod | ControllerRevision>(dependents: ResourceClient<D>, known: Informer<D>): Promise<D[]> {
    const { namespace = '', uid = '' } = this.#daemonSet.metadata;
    const { selector } = this.#daemonSet.spec;
    return claim(
      {
        owner: this.#daemonSet,
        ownerKind: DAEMON_SET,
        owners: this.#environment.daemonSets,
        dependents,
        chooses: ({ metadata }) => selects(selector, metadata.labels ?? {}),
      },
      [...known.controlledBy(uid), ...known.orphansIn(namespace)],
    );
  }
}
