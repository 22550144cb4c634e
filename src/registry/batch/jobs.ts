/** Source: pkg/registry/batch/job, pkg/apis/batch. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateLabelSelector } from '../../apis/validation/label-selector.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { humanDuration } from '../../printers/duration.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { containerColumns, formatSelector } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { validateNonnegatives } from '../replicas.js';
import { invalidSelector, isUsable } from '../selection.js';
import { semanticallyEqual } from '../semantic-equality.js';
import { statusSubresource } from '../stored-kind.js';
import {
  SPEC,
  specOf,
  STATUS,
  validateSelected,
  validateSelectorKept,
  workloadUpdateWarnings,
  workloadWarnings,
} from '../workload-spec.js';
import { dropDisabledJobFields, type JobSpec, validateJobSpec } from './job-spec.js';

interface Job extends KubeObject {
  spec: JobSpec;
  status?: JobStatus;
}

interface JobStatus {
  startTime?: string;
  completionTime?: string;
  succeeded?: number;
  conditions?: { type?: string; status?: string }[];
}

const PREFIX = 'batch.kubernetes.io/';
const TRACKING = `${PREFIX}job-tracking`;
const UID = 'controller-uid';
const NAME = 'job-name';
const MOST = 2 ** 31 - 1;
const PODS_STAY =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set ' +
  'propagationPolicy=Orphan to suppress this warning';
const KEPT = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const;

function setDefaults(job: Job, features: Features): void {
  const spec = specOf(job);
  const template = defaultPodTemplate(spec, features);
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MOST;
  const labels = template.metadata?.labels;
  // The same labels, not a copy: those that a selector brings appear on both.
  if (labels !== undefined && Object.keys(job.metadata.labels ?? {}).length === 0) job.metadata.labels = labels;
  if (features.enabled('IndexedJob')) spec.completionMode ??= 'NonIndexed';
  if (features.enabled('SuspendJob')) spec.suspend ??= false;
  if (features.enabled('JobPodReplacementPolicy')) {
    spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  }
  if (features.behaviours.jobManualSelectorDefaulted) spec.manualSelector ??= false;
}

/** Labels and a selector of the job's own, unless it brings them. */
function generateSelector({ metadata, spec }: Job, { behaviours }: Features): void {
  if (spec.manualSelector === true) return;
  const { uid = '', name = '' } = metadata;
  const prefix = behaviours.jobLabelsPrefixed ? PREFIX : '';
  const template = ((spec.template ??= {}).metadata ??= {});
  const labels = (template.labels ??= {});
  if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = labels;
  for (const [key, value] of [
    [UID, uid],
    [NAME, name],
  ] as const) {
    labels[key] ??= value;
    labels[`${prefix}${key}`] ??= value;
  }
  const { matchLabels, ...rest } = spec.selector ?? {};
  spec.selector = { ...rest, matchLabels: { [`${prefix}${UID}`]: uid, ...matchLabels } };
}

function validateGenerated({ metadata, spec }: Job, { behaviours }: Features): FieldError[] {
  const key = behaviours.jobLabelsPrefixed ? `${PREFIX}${UID}` : UID;
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  if (semanticallyEqual(spec.selector, { matchLabels: { [key]: metadata.uid } })) return [];
  return [invalidSelector(SPEC.child('selector'), spec.selector, '`selector` not auto-generated', behaviours)];
}

function validate(job: Job, features: Features): FieldError[] {
  const { selector } = job.spec;
  const { behaviours } = features;
  const path = SPEC.child('selector');
  return [
    ...validateGenerated(job, features),
    ...validateJobSpec(job.spec, SPEC, features),
    ...(selector === undefined
      ? [required(path)]
      : validateLabelSelector(selector, behaviours.selectorValuesChecked, path, behaviours)),
    ...(isUsable(selector, behaviours) ? validateSelected(job.spec, features) : []),
  ];
}

function validateKept({ spec }: Job, old: Job, features: Features): FieldError[] {
  const detail = 'field is immutable';
  const changed = (field: keyof JobSpec): boolean => !semanticallyEqual(spec[field], old.spec[field]);
  const { completions, parallelism } = spec;
  const together = 'can only be modified in tandem with spec.parallelism';
  const elastic = spec.completionMode === 'Indexed' && features.enabled('ElasticIndexedJob');
  const mayChange = elastic && (completions === undefined || completions === parallelism);
  return [
    ...(changed('completions') && !mayChange
      ? [invalid(SPEC.child('completions'), completions, elastic ? together : detail)]
      : []),
    ...validateSelectorKept(spec, old.spec, features),
    ...(changed('template') && old.spec.suspend !== true
      ? [invalid(SPEC.child('template'), spec.template, detail)]
      : []),
    ...KEPT.filter(changed).map((field) => invalid(SPEC.child(field), spec[field], detail)),
  ];
}

function stateOf({ metadata, status }: Job): string {
  const has = (type: string): boolean =>
    (status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function completionsOf({ spec, status }: Job): string {
  const done = String(status?.succeeded ?? 0);
  if (spec.completions !== undefined) return `${done}/${String(spec.completions)}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${done}/1 of ${String(parallelism)}` : `${done}/1`;
}

function durationOf({ status }: Job, now: number): string {
  if (!status?.startTime) return '';
  const end = status.completionTime ? Date.parse(status.completionTime) : now;
  return humanDuration(end - Date.parse(status.startTime));
}

export const jobs = defineBehaviour<Job>({
  group: 'batch',
  resource: 'jobs',
  strategy: {
    orphansDependents: ['v1'],
    orphansWarning: ({ behaviours }) => (behaviours.jobDeletionWarns ? PODS_STAY : undefined),
    default: setDefaults,
    prepareForCreate(job, { features }) {
      generateSelector(job, features);
      if (features.behaviours.jobTrackingAnnotated && features.enabled('JobTrackingWithFinalizers')) {
        job.metadata.annotations = { ...job.metadata.annotations, [TRACKING]: '' };
      }
      dropDisabledJobFields(job.spec, undefined, features);
    },
    prepareForUpdate: ({ spec }, old, { features }) => {
      dropDisabledJobFields(spec, old.spec, features);
    },
    validate: (job, { features }) => validate(job, features),
    validateUpdate: (job, old, { features }) => [...validate(job, features), ...validateKept(job, old, features)],
    warningsOnCreate: (job, context) => workloadWarnings(job, context, true),
    warningsOnUpdate: workloadUpdateWarnings,
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate: (object) =>
          validateNonnegatives((object as Job).status, ['active', 'succeeded', 'failed'], STATUS),
      },
    },
  },
  selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  columns: [
    nameColumn,
    textColumn('Status', 'What became of it, in a word.', stateOf, {
      shown: ({ behaviours }) => behaviours.jobStatusColumn,
    }),
    textColumn('Completions', 'How many pods succeeded, of how many.', completionsOf),
    textColumn('Duration', 'How long it took, or has taken so far.', durationOf),
    ageColumn,
    ...containerColumns<Job>(({ spec }) => spec.template),
    textColumn('Selector', 'The labels of its pods.', ({ spec }) => formatSelector(spec.selector), { wide: true }),
  ],
  description: 'Runs pods until a number of them succeed.',
  example: {
    metadata: { name: 'once' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] } } },
  },
});
