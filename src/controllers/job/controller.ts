/** Runs jobs: pods until enough of them succeeded. Source: pkg/controller/job/job_controller.go. */
import { type Job } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type ResourceClient } from '../../client/client.js';
import { selects } from '../../registry/selection.js';
import { claim } from '../claims.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { controllerOf } from '../controller-ref.js';
import { followDependents, resolveController } from '../dependents.js';
import { type EventRecorder, recorderOf } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { ObjectQueue } from '../object-queue.js';
import { PodControl, PODS } from '../pod-control.js';
import { controllerUser } from '../users.js';
import { type FailureRecord, NO_FAILURES } from './failure-times.js';
import { finishedConditionOf, isManagedByOther, isTracked, JOB, JOBS, TRACKING_FINALIZER } from './job.js';
import { JobPods } from './manage.js';
import { Pass } from './pass.js';

export const jobController: Controller = {
  name: 'job',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

interface Environment {
  readonly dependencies: ControllerDependencies;
  readonly jobs: ResourceClient<Job>;
  readonly pods: ResourceClient<Pod>;
  readonly knownPods: Informer<Pod>;
  readonly jobPods: JobPods;
  readonly recorder: EventRecorder;
  /** By the uid of the job. */
  readonly failures: Map<string, FailureRecord>;
}

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { features, informers } = dependencies;
  const component = 'job-controller';
  const client = dependencies.client.as(controllerUser(component));
  const recorder = recorderOf(dependencies, client, component);
  const [jobs, knownPods] = await Promise.all([informers.of<Job>(JOBS), informers.of<Pod>(PODS)]);
  const pods = client.resource<Pod>(PODS);
  const jobPods = new JobPods({ pods, podControl: new PodControl(pods, recorder), features });
  const environment: Environment = {
    dependencies,
    recorder,
    pods,
    knownPods,
    jobPods,
    jobs: client.resource<Job>(JOBS),
    failures: new Map(),
  };
  const queue = new ObjectQueue(dependencies, 'synchronizing the job', async (namespace, name) => {
    const job = jobs.get(namespace, name);
    if (job !== undefined) await sync(environment, job, (ms) => queue.addObjectAfter(job, ms));
  });
  const orphans = new ObjectQueue(dependencies, 'letting go of the pod', async (namespace, name) => {
    const pod = knownPods.get(namespace, name);
    if (pod !== undefined && isLeft(environment, jobs, pod)) await jobPods.release(pod);
  });
  const feeds = [
    jobs.listen((type, job) => {
      queue.addObject(job);
      if (type === 'DELETED') environment.failures.delete(job.metadata.uid ?? '');
      if (type !== 'DELETED' && finishedConditionOf(job) === undefined) return;
      for (const pod of knownPods.controlledBy(job.metadata.uid ?? '')) orphans.addObject(pod);
    }),
    knownPods.listen((_type, pod) => {
      if (isTracked(pod) && isLeft(environment, jobs, pod)) orphans.addObject(pod);
    }),
    followDependents({
      owners: jobs,
      dependents: knownPods,
      kind: JOB.kind,
      selects: ({ spec }, labels) => selects(spec.selector, labels),
      onChange: (job) => queue.addObject(job),
    }),
  ];
  await Promise.all([queue.idle(), orphans.idle()]);
  return running([queue, orphans, recorder.queue], feeds);
}

/** True where no job will count the pod any more. */
function isLeft({ dependencies }: Environment, jobs: Informer<Job>, pod: Pod): boolean {
  const reference = controllerOf(pod);
  if (reference === undefined) return true;
  if (reference.kind !== JOB.kind || reference.apiVersion !== 'batch/v1') return false;
  const job = resolveController(jobs, JOB.kind, pod);
  if (job === undefined) return true;
  return !isManagedByOther(job, dependencies.features) && finishedConditionOf(job) !== undefined;
}

async function sync(environment: Environment, job: Job, lookAgain: (ms: number) => void): Promise<void> {
  const { dependencies, jobs, jobPods, recorder, failures } = environment;
  const { clock, features } = dependencies;
  const { uid = '', namespace = '' } = job.metadata;
  if (isManagedByOther(job, features)) return;
  if (finishedConditionOf(job) !== undefined) {
    failures.delete(uid);
    return;
  }
  const pods = await claimedPods(environment, job);
  await new Pass({
    job,
    pods,
    record: failures.get(uid) ?? NO_FAILURES,
    jobPods,
    recorder,
    features,
    now: clock.now(),
    write: (next) => jobs.updateStatus(namespace, next),
    lookAgain,
    onFailures: (record) => void failures.set(uid, record),
  }).run();
}

function claimedPods({ jobs, pods, knownPods, dependencies }: Environment, job: Job): Promise<Pod[]> {
  const { namespace = '', uid = '' } = job.metadata;
  const tracked = dependencies.features.enabled('JobTrackingWithFinalizers');
  return claim(
    {
      owner: job,
      ownerKind: JOB,
      owners: jobs,
      dependents: pods,
      chooses: ({ metadata }) => selects(job.spec.selector, metadata.labels ?? {}),
      ...(tracked ? { finalizer: TRACKING_FINALIZER } : {}),
    },
    [...knownPods.controlledBy(uid), ...knownPods.orphansIn(namespace)],
  );
}
