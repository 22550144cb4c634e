/** Rolls deployments out through replica sets. Source: pkg/controller/deployment/deployment_controller.go. */
import { type Deployment, type ReplicaSet } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { isEmpty, selects } from '../../registry/selection.js';
import { claim } from '../claims.js';
import { conditionOf, withCondition } from '../conditions.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { followDependents, resolveController } from '../dependents.js';
import { recorderOf } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { ObjectQueue } from '../object-queue.js';
import { PODS } from '../pod-control.js';
import { REPLICA_SETS } from '../replicaset/controller.js';
import { controllerUser } from '../users.js';
import { DEPLOYMENT, generations } from './new-replica-set.js';
import { type DeploymentEnvironment, Pass } from './pass.js';
import { rollBack, rollbackTo } from './rollback.js';
import { recreate, roll } from './rollout.js';
import { cleanUp, isScalingEvent, scale } from './scaling.js';
import { deploymentCondition, hasProgressDeadline, TIMED_OUT } from './status.js';

const DEPLOYMENTS = { group: 'apps', resource: 'deployments' };

export const deploymentController: Controller = {
  name: 'deployment',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers } = dependencies;
  const component = 'deployment-controller';
  const client = dependencies.client.as(controllerUser(component));
  const recorder = recorderOf(dependencies, client, component);
  const [deployments, replicaSets, pods] = await Promise.all([
    informers.of<Deployment>(DEPLOYMENTS),
    informers.of<ReplicaSet>(REPLICA_SETS),
    informers.of<Pod>(PODS),
  ]);
  const environment: DeploymentEnvironment = {
    features,
    clock,
    recorder,
    pods,
    schemas: loadSchemas(features.version.minor),
    deployments: client.resource<Deployment>(DEPLOYMENTS),
    replicaSets: client.resource<ReplicaSet>(REPLICA_SETS),
    knownReplicaSets: replicaSets,
  };
  const queue = new ObjectQueue(dependencies, 'synchronizing the deployment', async (namespace, name) => {
    const deployment = deployments.get(namespace, name);
    if (deployment === undefined) return;
    const wait = await sync(environment, deployment);
    if (wait !== undefined) queue.addObjectAfter(deployment, wait);
  });
  const feeds = [
    deployments.listen((_type, deployment) => queue.addObject(deployment)),
    followDependents({
      owners: deployments,
      dependents: replicaSets,
      kind: DEPLOYMENT.kind,
      selects: ({ spec }, labels) => !isEmpty(spec.selector ?? {}) && selects(spec.selector, labels),
      onChange: (deployment) => queue.addObject(deployment),
    }),
    followRecreated(deployments, replicaSets, pods, (deployment) => queue.addObject(deployment)),
  ];
  await queue.idle();
  return running([queue, recorder.queue], feeds);
}

/** A deployment that is recreated waits for its last old pod. */
function followRecreated(
  deployments: Informer<Deployment>,
  replicaSets: Informer<ReplicaSet>,
  pods: Informer<Pod>,
  onGone: (deployment: Deployment) => void,
): { stop(): void } {
  return pods.listen((type, pod) => {
    if (type !== 'DELETED') return;
    const replicaSet = resolveController(replicaSets, 'ReplicaSet', pod);
    const deployment = replicaSet && resolveController(deployments, DEPLOYMENT.kind, replicaSet);
    if (deployment?.spec.strategy?.type === 'Recreate') onGone(deployment);
  });
}

/** Returns in how many milliseconds to look again; undefined: when something changes. */
async function sync(environment: DeploymentEnvironment, deployment: Deployment): Promise<number | undefined> {
  const pass = new Pass(environment, deployment, await claimed(environment, deployment));
  if (deployment.metadata.deletionTimestamp !== undefined) {
    const { old, newest } = await generations(pass, false);
    await pass.syncStatus(old, newest);
    return undefined;
  }
  await notePause(pass);
  if (deployment.spec.paused === true) return resize(pass);
  const revision = rollbackTo(pass);
  if (revision !== undefined) {
    await rollBack(pass, revision);
    return undefined;
  }
  if (isScalingEvent(pass, await generations(pass, false))) return resize(pass);
  return deployment.spec.strategy?.type === 'Recreate' ? recreate(pass) : roll(pass);
}

function claimed(
  { deployments, replicaSets, knownReplicaSets }: DeploymentEnvironment,
  deployment: Deployment,
): Promise<ReplicaSet[]> {
  const { namespace = '', uid = '' } = deployment.metadata;
  return claim(
    {
      owner: deployment,
      ownerKind: DEPLOYMENT,
      owners: deployments,
      dependents: replicaSets,
      chooses: ({ metadata }) => selects(deployment.spec.selector, metadata.labels ?? {}),
    },
    [...knownReplicaSets.controlledBy(uid), ...knownReplicaSets.orphansIn(namespace)],
  );
}

async function resize(pass: Pass): Promise<undefined> {
  const found = await generations(pass, false);
  await scale(pass, found);
  if (pass.deployment.spec.paused === true && rollbackTo(pass) === undefined) await cleanUp(pass, found.old);
  await pass.syncStatus(found.old, found.newest);
}

/** The time that a deployment was paused does not count against its progress. */
async function notePause(pass: Pass): Promise<void> {
  const { deployment } = pass;
  const { conditions = [] } = deployment.status ?? {};
  const reason = conditionOf(conditions, 'Progressing')?.reason;
  if (!hasProgressDeadline(deployment) || reason === TIMED_OUT) return;
  const paused = deployment.spec.paused === true;
  if (paused === (reason === 'DeploymentPaused')) return;
  const [next, message] = paused
    ? ['DeploymentPaused', 'Deployment is paused']
    : ['DeploymentResumed', 'Deployment is resumed'];
  const condition = deploymentCondition('Progressing', 'Unknown', next, message, pass.now);
  await pass.writeStatus({ ...deployment.status, conditions: [...withCondition(conditions, condition)] });
}
