/** Deletes jobs some time after they finished, where they say so. Source: pkg/controller/ttlafterfinished/ttlafterfinished_controller.go. */
import { type Job } from '../apis/batch/v1.js';
import { unlessMissing } from './errors.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { finishedConditionOf, JOBS } from './job/job.js';
import { ObjectQueue } from './object-queue.js';
import { controllerUser } from './users.js';

export const ttlAfterFinishedController: Controller = {
  name: 'ttl-after-finished',
  runs: ({ simulation, features }) => simulation.nodes > 0 && features.enabled('TTLAfterFinished'),
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, informers } = dependencies;
  const client = dependencies.client.as(controllerUser('ttl-after-finished-controller')).resource<Job>(JOBS);
  const jobs = await informers.of<Job>(JOBS);
  const queue = new ObjectQueue(dependencies, 'cleaning up the job', async (namespace, name) => {
    const job = jobs.get(namespace, name);
    const expiry = job && expiryOf(job);
    if (job === undefined || expiry === undefined) return;
    const left = expiry - clock.now();
    if (left > 0) queue.addObjectAfter(job, left);
    else {
      const preconditions = { uid: job.metadata.uid ?? '' };
      await unlessMissing(client.delete(namespace, name, { propagationPolicy: 'Foreground', preconditions }));
    }
  });
  const feed = jobs.listen((type, job) => {
    if (type !== 'DELETED' && expiryOf(job) !== undefined) queue.addObject(job);
  });
  await queue.idle();
  return running([queue], [feed]);
}

/** In milliseconds since the epoch; undefined: never, or it is being deleted already. */
function expiryOf(job: Job): number | undefined {
  const { ttlSecondsAfterFinished: seconds } = job.spec;
  const finished = finishedConditionOf(job)?.lastTransitionTime;
  if (seconds === undefined || finished == null || job.metadata.deletionTimestamp !== undefined) return undefined;
  return Date.parse(finished) + seconds * 1000;
}
