/** A job's spec, alone and inside cron jobs. Source: pkg/apis/batch/{v1/defaults.go,validation/validation.go}. */
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { type LabelSelector } from '../../apis/validation/label-selector.js';
import { type Features } from '../../features/features.js';
import { validatePodTemplate } from '../pod-template/validation.js';
import { validateNonnegatives } from '../replicas.js';

export interface JobSpec {
  parallelism?: number;
  completions?: number;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  completionMode?: string;
  suspend?: boolean;
  selector?: LabelSelector;
  manualSelector?: boolean;
  template?: PodTemplateSpec;
  podFailurePolicy?: object;
  successPolicy?: object;
  podReplacementPolicy?: string;
  managedBy?: string;
}

const MODES = ['NonIndexed', 'Indexed'];
const REPLACEMENTS = ['Failed', 'TerminatingOrFailed'];
const MOST_PARALLEL = 100_000;
const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

/** Fields and the gates that they came with. */
const GATED = {
  completionMode: 'IndexedJob',
  suspend: 'SuspendJob',
  podFailurePolicy: 'JobPodFailurePolicy',
  podReplacementPolicy: 'JobPodReplacementPolicy',
  backoffLimitPerIndex: 'JobBackoffLimitPerIndex',
  maxFailedIndexes: 'JobBackoffLimitPerIndex',
  successPolicy: 'JobSuccessPolicy',
  managedBy: 'JobManagedBy',
} as const;

/** Takes away what the version does not know yet, unless the object has it already. */
export function dropDisabledJobFields(spec: JobSpec, old: JobSpec | undefined, features: Features): void {
  for (const field of Object.keys(GATED) as (keyof typeof GATED)[]) {
    if (!features.enabled(GATED[field]) && old?.[field] === undefined) Reflect.deleteProperty(spec, field);
  }
}

export function validateJobSpec(spec: JobSpec, path: Path, features: Features): FieldError[] {
  const { maxFailedIndexes, backoffLimitPerIndex, podReplacementPolicy, podFailurePolicy, template = {} } = spec;
  const policies = podFailurePolicy === undefined ? REPLACEMENTS : ['Failed'];
  return [
    ...validateNonnegatives(spec, COUNTS, path),
    ...(maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined
      ? [required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified')]
      : []),
    ...validateManagedBy(spec.managedBy, path.child('managedBy')),
    ...validateMode(spec, path),
    ...(podReplacementPolicy === undefined || policies.includes(podReplacementPolicy)
      ? []
      : [notSupported(path.child('podReplacementPolicy'), podReplacementPolicy, policies)]),
    ...validatePodTemplate(template, path.child('template'), features),
    ...validateRestartPolicy(spec, path.child('template', 'spec', 'restartPolicy')),
  ];
}

function validateManagedBy(value: string | undefined, path: Path): FieldError[] {
  if (value === undefined || /^[^/]+\/.+$/.test(value)) return [];
  return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
}

function validateMode(spec: JobSpec, path: Path): FieldError[] {
  const { completionMode: mode, completions, parallelism = 0 } = spec;
  if (mode !== undefined && !MODES.includes(mode)) {
    return [notSupported(path.child('completionMode'), mode, MODES)];
  }
  if (mode === 'Indexed') {
    const detail = `must be less than or equal to ${String(MOST_PARALLEL)} when completion mode is Indexed`;
    return [
      ...(completions === undefined ? [required(path.child('completions'), 'when completion mode is Indexed')] : []),
      ...(parallelism > MOST_PARALLEL ? [invalid(path.child('parallelism'), parallelism, detail)] : []),
    ];
  }
  return (['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'] as const)
    .filter((field) => spec[field] !== undefined)
    .map((field) => invalid(path.child(field), spec[field], 'requires indexed completion mode'));
}

function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, path: Path): FieldError[] {
  const policy = template?.spec?.restartPolicy ?? '';
  if (policy === '' || policy === 'Always') return [required(path, 'valid values: "OnFailure", "Never"')];
  if (policy !== 'OnFailure' && policy !== 'Never') return [notSupported(path, policy, ['OnFailure', 'Never'])];
  if (podFailurePolicy === undefined || policy === 'Never') return [];
  return [invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}
