/** Makes jobs at the times of cron jobs. Source: pkg/controller/cronjob/cronjob_controllerv2.go. */
import { type CronJob, type Job } from '../../apis/batch/v1.js';
import { parseSchedule } from '../../registry/batch/schedule.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { followDependents } from '../dependents.js';
import { recorderOf } from '../event-recorder.js';
import { JOBS } from '../job/job.js';
import { ObjectQueue } from '../object-queue.js';
import { controllerUser } from '../users.js';
import { CRON_JOB, CronPass } from './pass.js';
import { untilNext } from './times.js';

const CRON_JOBS = { group: 'batch', resource: 'cronjobs' };

export const cronJobController: Controller = {
  name: 'cronjob',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers } = dependencies;
  const component = 'cronjob-controller';
  const client = dependencies.client.as(controllerUser(component));
  const recorder = recorderOf(dependencies, client, component);
  const [knownCronJobs, knownJobs] = await Promise.all([informers.of<CronJob>(CRON_JOBS), informers.of<Job>(JOBS)]);
  const cronJobs = client.resource<CronJob>(CRON_JOBS);
  const jobs = client.resource<Job>(JOBS);
  const queue = new ObjectQueue(dependencies, 'synchronizing the cron job', async (namespace, name) => {
    const cronJob = knownCronJobs.get(namespace, name);
    if (cronJob === undefined) return;
    const children = knownJobs.controlledBy(cronJob.metadata.uid ?? '');
    const pass = new CronPass({ cronJob, children, cronJobs, jobs, recorder, features, now: clock.now() });
    const wait = await pass.run();
    if (wait !== undefined) queue.addObjectAfter(cronJob, wait);
  });
  const feeds = [
    knownCronJobs.listen((type, cronJob, previous) => {
      const wait = type === 'MODIFIED' && previous !== undefined ? rescheduled(cronJob, previous) : undefined;
      if (wait === undefined) queue.addObject(cronJob);
      else queue.addObjectAfter(cronJob, wait);
    }),
    followDependents({
      owners: knownCronJobs,
      dependents: knownJobs,
      kind: CRON_JOB.kind,
      selects: () => false,
      onChange: (cronJob) => queue.addObject(cronJob),
    }),
  ];
  await queue.idle();
  return running([queue, recorder.queue], feeds);

  /** Milliseconds until the next time of a schedule that changed: what was missed of it does not count. */
  function rescheduled({ spec, ...rest }: CronJob, previous: CronJob): number | undefined {
    const { schedule = '', timeZone } = spec;
    if (schedule === previous.spec.schedule && timeZone === previous.spec.timeZone) return undefined;
    const zoned = schedule.includes('TZ') || timeZone === undefined ? schedule : `TZ=${timeZone} ${schedule}`;
    const parsed = parseSchedule(zoned);
    if (typeof parsed !== 'string') return untilNext({ spec, ...rest }, parsed, clock.now());
    const text = `unparseable schedule for cronjob: ${schedule}`;
    recorder.record({ ...rest }, 'Warning', 'UnParseableCronJobSchedule', text);
    return undefined;
  }
}
