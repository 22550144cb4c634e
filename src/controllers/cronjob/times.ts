/** When a cron job was and will be due. Source: pkg/controller/cronjob/utils.go. */
import { type CronJob } from '../../apis/batch/v1.js';
import { nextTime } from '../../registry/batch/next-time.js';
import { type Schedule } from '../../registry/batch/schedule.js';

/** Milliseconds after the time at which it is due; a clock that is a little slow still finds it due. */
const DELTA = 100;
/** Of more missed times than so many a warning tells. */
const MANY = 100;

export class EndlessSchedule extends Error {}

interface Recent {
  /** From when on times count. */
  readonly earliest: number;
  /** The last time at which it was due and did not run; undefined: it was not due. */
  readonly due: number | undefined;
  readonly missed: number;
}

/** All times are in milliseconds since the epoch. @throws EndlessSchedule where times do not follow each other. */
function recent(cronJob: CronJob, schedule: Schedule, now: number, withDeadline: boolean): Recent {
  const { metadata, spec, status } = cronJob;
  const last = Date.parse(status?.lastScheduleTime ?? metadata.creationTimestamp ?? '');
  const { startingDeadlineSeconds } = spec;
  const deadline = withDeadline && startingDeadlineSeconds !== undefined ? now - startingDeadlineSeconds * 1000 : last;
  const earliest = Math.max(last, deadline);
  const first = nextTime(schedule, earliest);
  const second = first === undefined ? undefined : nextTime(schedule, first);
  if (first === undefined || second === undefined) {
    throw new EndlessSchedule('time difference between two schedules is less than 1 second');
  }
  if (now < first) return { earliest, due: undefined, missed: 0 };
  if (now < second) return { earliest, due: first, missed: 0 };
  const period = Math.round((second - first) / 1000);
  const missed = Math.floor(Math.trunc((now - first) / 1000) / period) + 1;
  let due: number | undefined;
  let time = nextTime(schedule, first + (missed - 2) * period * 1000);
  for (; time !== undefined && time <= now; time = nextTime(schedule, time)) due = time;
  return { earliest, due, missed };
}

export interface Due {
  /** Undefined: it is not due. */
  readonly time: number | undefined;
  /** How many times it should have run and did not, where they are many. */
  readonly tooMany: number | undefined;
}

/** The time for which the cron job should run now. @throws EndlessSchedule */
export function dueTime(cronJob: CronJob, schedule: Schedule, now: number): Due {
  const { due, missed } = recent(cronJob, schedule, now, true);
  return { time: due, tooMany: due !== undefined && missed > MANY ? missed : undefined };
}

/** Milliseconds until it is to be looked at again. */
export function untilNext(cronJob: CronJob, schedule: Schedule, now: number): number {
  const from = lastKnown(cronJob, schedule, now);
  return (nextTime(schedule, from) ?? now) + DELTA - now;
}

function lastKnown(cronJob: CronJob, schedule: Schedule, now: number): number {
  try {
    const { earliest, due, missed } = recent(cronJob, schedule, now, false);
    return due ?? (missed === 0 ? earliest : now);
  } catch (error) {
    if (error instanceof EndlessSchedule) return now;
    throw error;
  }
}
