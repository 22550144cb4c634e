/** Source: pkg/registry/batch/cronjob, pkg/apis/batch. */
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject, type ObjectMeta } from '../../apis/meta/v1.js';
import { isDNS1123Label } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { translateTimestampSince } from '../../printers/duration.js';
import { defineBehaviour } from '../behaviour.js';
import { booleanColumn, integerColumn, textColumn } from '../column.js';
import { containerColumns, formatSelector } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { podTemplateWarnings } from '../pod-template/validation.js';
import { validateNonnegatives } from '../replicas.js';
import { invalidSelector } from '../selection.js';
import { SPEC, specOf } from '../workload-spec.js';
import { dropDisabledJobFields, type JobSpec, validateJobSpec } from './job-spec.js';
import { isTimeZone, scheduleError } from './schedule.js';

interface CronJob extends KubeObject {
  spec: CronJobSpec;
  status?: { active?: object[]; lastScheduleTime?: string };
}

interface CronJobSpec {
  schedule?: string;
  timeZone?: string;
  startingDeadlineSeconds?: number;
  concurrencyPolicy?: string;
  suspend?: boolean;
  jobTemplate?: { metadata?: Partial<ObjectMeta>; spec?: JobSpec };
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
}

const JOB = SPEC.child('jobTemplate', 'spec');
const POLICIES = ['Allow', 'Forbid', 'Replace'];
/** The controller adds eleven characters to make a job's name, which may have 63. */
const LONGEST_NAME = 52;

function setDefaults(cronJob: CronJob, features: Features): void {
  const spec = specOf(cronJob);
  defaultPodTemplate(specOf((spec.jobTemplate ??= {})), features);
  spec.concurrencyPolicy ||= 'Allow';
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
}

function dropDisabled({ spec }: CronJob, old: CronJob | undefined, features: Features): void {
  if (!features.enabled('CronJobTimeZone') && old?.spec.timeZone === undefined) delete spec.timeZone;
  if (spec.jobTemplate?.spec !== undefined) {
    dropDisabledJobFields(spec.jobTemplate.spec, old?.spec.jobTemplate?.spec, features);
  }
}

function validateSpec({ spec }: CronJob, old: CronJob | undefined, features: Features): FieldError[] {
  const { concurrencyPolicy = '', timeZone } = spec;
  const job = spec.jobTemplate?.spec ?? {};
  return [
    ...validateSchedule(spec, old, features),
    ...validateNonnegatives(spec, ['startingDeadlineSeconds'], SPEC),
    ...(timeZone === undefined || timeZone === old?.spec.timeZone ? [] : validateTimeZone(timeZone)),
    ...(POLICIES.includes(concurrencyPolicy)
      ? []
      : [notSupported(SPEC.child('concurrencyPolicy'), concurrencyPolicy, POLICIES)]),
    ...validateJobSpec(job, JOB, features),
    ...(job.selector === undefined
      ? []
      : [
          invalidSelector(
            JOB.child('selector'),
            job.selector,
            '`selector` will be auto-generated',
            features.behaviours,
          ),
        ]),
    ...(job.manualSelector === true ? [notSupported(JOB.child('manualSelector'), true, ['nil', 'false'])] : []),
    ...validateNonnegatives(spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'], SPEC),
  ];
}

function validateSchedule(
  { schedule = '', timeZone }: CronJobSpec,
  old: CronJob | undefined,
  { behaviours }: Features,
): FieldError[] {
  const path = SPEC.child('schedule');
  if (schedule === '') return [required(path)];
  const error = scheduleError(schedule);
  const zoned = schedule.includes('TZ');
  const known = old?.spec.schedule?.includes('TZ') === true || !behaviours.cronScheduleWithoutZone;
  return [
    ...(error === undefined ? [] : [invalid(path, schedule, error)]),
    ...(zoned && known && timeZone !== undefined
      ? [invalid(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')]
      : []),
    ...(zoned && !known
      ? [invalid(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
      : []),
  ];
}

function validateTimeZone(zone: string): FieldError[] {
  const path = SPEC.child('timeZone');
  if (zone === '') return [invalid(path, zone, 'timeZone must be nil or non-empty string')];
  const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
  if (zone.toLowerCase() === 'local') return [invalid(path, zone, detail)];
  return isTimeZone(zone) ? [] : [invalid(path, zone, `unknown time zone ${zone}`)];
}

function validateName({ metadata: { name = '' } }: CronJob): FieldError[] {
  if (name.length <= LONGEST_NAME) return [];
  return [invalid(Path.of('metadata', 'name'), name, `must be no more than ${String(LONGEST_NAME)} characters`)];
}

function warnings({ spec }: CronJob, features: Features): readonly string[] {
  return podTemplateWarnings(spec.jobTemplate?.spec?.template, JOB.child('template'), features);
}

function nameWarnings({ metadata }: CronJob, { behaviours }: Features): readonly string[] {
  const broken = behaviours.podNameWarnings ? isDNS1123Label(metadata.name ?? '', behaviours) : [];
  const what =
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  return broken.length === 0 ? [] : [`${what}: [${broken.join(' ')}]`];
}

export const cronjobs = defineBehaviour<CronJob>({
  group: 'batch',
  resource: 'cronjobs',
  strategy: {
    orphansDependents: ['v1beta1'],
    default: setDefaults,
    prepareForCreate: (cronJob, { features }) => {
      dropDisabled(cronJob, undefined, features);
    },
    prepareForUpdate: (cronJob, old, { features }) => {
      dropDisabled(cronJob, old, features);
    },
    validate: (cronJob, { features }) => [...validateSpec(cronJob, undefined, features), ...validateName(cronJob)],
    validateUpdate: (cronJob, old, { features }) => validateSpec(cronJob, old, features),
    warningsOnCreate: (cronJob, { features }) => [...nameWarnings(cronJob, features), ...warnings(cronJob, features)],
    warningsOnUpdate: (cronJob, old, { features }) =>
      cronJob.metadata.generation === old.metadata.generation ? [] : warnings(cronJob, features),
  },
  columns: [
    nameColumn,
    textColumn('Schedule', 'When it runs, as cron writes it.', ({ spec }) => spec.schedule ?? ''),
    textColumn('Timezone', "The schedule's time zone.", ({ spec }) => spec.timeZone ?? '<none>', {
      shown: ({ behaviours }) => behaviours.jobStatusColumn,
    }),
    booleanColumn('Suspend', 'Whether it is kept from running.', ({ spec }) =>
      spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False',
    ),
    integerColumn('Active', 'How many of its jobs run.', ({ status }) => status?.active?.length ?? 0),
    textColumn('Last Schedule', 'How long ago it last ran.', ({ status }, now) =>
      status?.lastScheduleTime ? translateTimestampSince(status.lastScheduleTime, now) : '<none>',
    ),
    ageColumn,
    ...containerColumns<CronJob>(({ spec }) => spec.jobTemplate?.spec?.template),
    textColumn('Selector', 'The labels of its pods.', ({ spec }) => formatSelector(spec.jobTemplate?.spec?.selector), {
      wide: true,
    }),
  ],
  description: 'Makes jobs at certain times.',
  example: {
    metadata: { name: 'nightly' },
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] } } },
      },
    },
  },
});
