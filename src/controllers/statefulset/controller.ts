/** Keeps the pods of stateful sets, each with its name and its claims. Source: pkg/controller/statefulset/stateful_set.go. */
import { type ControllerRevision, type StatefulSet, type StatefulSetStatus } from '../../apis/apps/v1.js';
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Pod } from '../../apis/core/pod.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { type Schemas } from '../../apis/schema/schema.js';
import { type ResourceClient } from '../../client/client.js';
import { selects } from '../../registry/selection.js';
import { claim } from '../claims.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { controllerOf } from '../controller-ref.js';
import { followDependents } from '../dependents.js';
import { unlessMissing } from '../errors.js';
import { type EventRecorder, recorderOf } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { ObjectQueue } from '../object-queue.js';
import { PODS } from '../pod-control.js';
import { isPodReady, untilNextIsAvailable } from '../pod-state.js';
import { REVISIONS, sortRevisions, templatePatch } from '../revisions.js';
import { sameStatus, writeStatus } from '../status.js';
import { controllerUser } from '../users.js';
import { isMemberOf, STATEFUL_SET } from './identity.js';
import { StatefulPodControl } from './pod-control.js';
import { setRevisions, truncateHistory } from './revisions.js';
import { completed } from './status.js';
import { StatefulSetUpdate } from './update.js';

const STATEFUL_SETS = { group: 'apps', resource: 'statefulsets' };
const CLAIMS = { group: '', resource: 'persistentvolumeclaims' };

export const statefulSetController: Controller = {
  name: 'statefulset',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

interface Environment {
  readonly dependencies: ControllerDependencies;
  readonly schemas: Schemas;
  readonly sets: ResourceClient<StatefulSet>;
  readonly revisions: ResourceClient<ControllerRevision>;
  readonly knownRevisions: Informer<ControllerRevision>;
  readonly pods: ResourceClient<Pod>;
  readonly knownPods: Informer<Pod>;
  readonly control: StatefulPodControl;
  readonly recorder: EventRecorder;
}

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { features, informers } = dependencies;
  const component = 'statefulset-controller';
  const client = dependencies.client.as(controllerUser(component));
  const recorder = recorderOf(dependencies, client, component);
  const [sets, knownPods, knownClaims, knownRevisions] = await Promise.all([
    informers.of<StatefulSet>(STATEFUL_SETS),
    informers.of<Pod>(PODS),
    informers.of<PersistentVolumeClaim>(CLAIMS),
    informers.of<ControllerRevision>(REVISIONS),
  ]);
  const pods = client.resource<Pod>(PODS);
  const claims = client.resource<PersistentVolumeClaim>(CLAIMS);
  const environment: Environment = {
    dependencies,
    recorder,
    pods,
    knownPods,
    knownRevisions,
    schemas: loadSchemas(features.version.minor),
    sets: client.resource<StatefulSet>(STATEFUL_SETS),
    revisions: client.resource<ControllerRevision>(REVISIONS),
    control: new StatefulPodControl({ pods, knownPods, claims, knownClaims, recorder, features }),
  };
  const queue = new ObjectQueue(dependencies, 'synchronizing the stateful set', async (namespace, name) => {
    const set = sets.get(namespace, name);
    if (set === undefined) return;
    const wait = await sync(environment, set);
    if (wait !== undefined) queue.addObjectAfter(set, wait);
  });
  const feeds = [
    sets.listen((_type, set) => queue.addObject(set)),
    followDependents({
      owners: sets,
      dependents: knownPods,
      kind: STATEFUL_SET.kind,
      selects: ({ spec }, labels) => selects(spec.selector, labels),
      onChange(set, _type, pod, previous) {
        queue.addObject(set);
        const becameReady = previous !== undefined && !isPodReady(previous) && isPodReady(pod);
        const { minReadySeconds = 0 } = set.spec;
        if (becameReady && minReadySeconds > 0) queue.addObjectAfter(set, minReadySeconds * 1000);
      },
    }),
  ];
  await queue.idle();
  return running([queue, recorder.queue], feeds);
}

/** Returns in how many milliseconds to look again; undefined: when something changes. */
async function sync(environment: Environment, set: StatefulSet): Promise<number | undefined> {
  const { dependencies, revisions, schemas, control, recorder } = environment;
  const { clock, features } = dependencies;
  const known = sortRevisions(await claimedRevisions(environment, set));
  const pods = await claimedPods(environment, set);
  const data = templatePatch(set.spec.template ?? {}, schemas, features);
  const found = await setRevisions(revisions, set, known, data);
  const update = new StatefulSetUpdate({ set, ...found, pods, control, recorder, features, clock });
  const { status, error } = await update.run();
  const written = completed(set, status);
  if (isNews(set, written)) await unlessMissing(writeStatus(environment.sets, set, () => written));
  await truncateHistory(revisions, set, pods, known, [found.current, found.update]);
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('a pod could not be written', { cause: error });
  const { minReadySeconds = 0 } = set.spec;
  if (minReadySeconds === 0 || written.readyReplicas === written.availableReplicas) return undefined;
  return untilNextIsAvailable(pods, minReadySeconds, clock.now()) ?? minReadySeconds * 1000;
}

/** A collision count alone is not worth a write. */
function isNews(set: StatefulSet, status: StatefulSetStatus): boolean {
  const { collisionCount = 0 } = status;
  return !sameStatus({ ...set.status, collisionCount }, status);
}

async function claimedRevisions(
  { sets, revisions, knownRevisions }: Environment,
  set: StatefulSet,
): Promise<ControllerRevision[]> {
  const { namespace = '', uid = '' } = set.metadata;
  const chosen = [...knownRevisions.controlledBy(uid), ...knownRevisions.orphansIn(namespace)].filter(({ metadata }) =>
    selects(set.spec.selector, metadata.labels ?? {}),
  );
  const orphans = chosen.filter((revision) => controllerOf(revision) === undefined);
  const options = { owner: set, ownerKind: STATEFUL_SET, owners: sets, dependents: revisions, chooses: () => true };
  const adopted = orphans.length === 0 ? [] : await claim(options, orphans);
  return [...chosen.filter((revision) => controllerOf(revision) !== undefined), ...adopted];
}

function claimedPods({ sets, pods, knownPods }: Environment, set: StatefulSet): Promise<Pod[]> {
  const { namespace = '', uid = '' } = set.metadata;
  return claim(
    {
      owner: set,
      ownerKind: STATEFUL_SET,
      owners: sets,
      dependents: pods,
      chooses: (pod) => selects(set.spec.selector, pod.metadata.labels ?? {}) && isMemberOf(set, pod),
    },
    [...knownPods.controlledBy(uid), ...knownPods.orphansIn(namespace)],
  );
}
