/** Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec). */
import { semanticallyEqual } from '../semantic-equality.js';
import { type PodSpec } from '../../apis/core/pod.js';
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type FieldError, forbidden, invalid, notSupported } from '../../apis/field/errors.js';
import { validateAnnotations, validateLabels } from '../../apis/validation/labels.js';
import { isDNS1123Label } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { type ClaimTemplate } from '../core/persistentvolumeclaim-defaults.js';
import { validateClaimSpec } from '../core/persistentvolumeclaim-validation.js';
import {
  countOf,
  type IntOrString,
  invalidCount,
  validateNotMoreThanAll,
  validatePositiveIntOrPercent,
} from '../int-or-percent.js';
import { validateKeepsRunning, validatePodTemplate } from '../pod-template/validation.js';
import { validateNonnegatives } from '../replicas.js';
import { invalidSelector, isEmpty, isUsable } from '../selection.js';
import { SPEC, TEMPLATE, validateSelected, validateSelector, type WorkloadSpec } from '../workload-spec.js';
import { invalidGoStruct } from './go-struct.js';

export interface StatefulSetSpec extends WorkloadSpec {
  replicas?: number;
  serviceName?: string;
  podManagementPolicy?: string;
  updateStrategy?: { type?: string; rollingUpdate?: RollingUpdate };
  persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
  volumeClaimTemplates?: ClaimTemplate[];
  minReadySeconds?: number;
  revisionHistoryLimit?: number;
  ordinals?: { start?: number };
}

interface RollingUpdate {
  partition?: number;
  maxUnavailable?: IntOrString;
}

const STRATEGY = SPEC.child('updateStrategy');
const ROLLING = STRATEGY.child('rollingUpdate');
const RETENTION = SPEC.child('persistentVolumeClaimRetentionPolicy');
const POLICIES = ['Retain', 'Delete'];

/** `isNew`: fields that no update may change are checked, too. */
export function validateStatefulSetSpec(spec: StatefulSetSpec, features: Features, isNew: boolean): FieldError[] {
  const { behaviours } = features;
  const { podManagementPolicy: management = '', serviceName = '', template = {} } = spec;
  const checksName = isNew && behaviours.statefulSetServiceNameChecked && serviceName !== '';
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  return [
    ...(['OrderedReady', 'Parallel'].includes(management)
      ? []
      : [invalid(SPEC.child('podManagementPolicy'), management, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateStrategy(spec, features),
    ...Object.entries({ whenDeleted, whenScaled }).flatMap(([field, value]) =>
      value === undefined || POLICIES.includes(value) ? [] : [notSupported(RETENTION.child(field), value, POLICIES)],
    ),
    ...(isNew && behaviours.statefulSetTemplateChecked ? validateClaims(spec, features) : []),
    ...validateNonnegatives(spec, ['replicas', 'minReadySeconds'], SPEC),
    ...validateNonnegatives(spec.ordinals, ['start'], SPEC.child('ordinals')),
    ...(checksName
      ? isDNS1123Label(serviceName, behaviours).map((text) => invalid(SPEC.child('serviceName'), serviceName, text))
      : []),
    ...validateSelector(spec.selector, 'statefulset', '', features),
    ...(spec.selector === undefined || isUsable(spec.selector, behaviours) ? validateTemplate(spec, features) : []),
    ...validateKeepsRunning(template.spec, 'StatefulSet', TEMPLATE),
  ];
}

function validateStrategy({ updateStrategy = {} }: StatefulSetSpec, { behaviours }: Features): FieldError[] {
  const { type = '', rollingUpdate } = updateStrategy;
  if (type !== 'RollingUpdate' && type !== 'OnDelete') {
    const value = invalidGoStruct(
      'apps.StatefulSetUpdateStrategy',
      type,
      'apps.RollingUpdateStatefulSetStrategy',
      behaviours,
    );
    return [{ ...invalid(STRATEGY, type, "must be 'RollingUpdate' or 'OnDelete'"), value }];
  }
  if (rollingUpdate === undefined) return [];
  const { partition = 0, maxUnavailable } = rollingUpdate;
  if (type === 'OnDelete') {
    const value = behaviours.structuredValuesAsJson
      ? JSON.stringify({ Partition: partition, MaxUnavailable: maxUnavailable ?? null })
      : `apps.RollingUpdateStatefulSetStrategy{Partition:${String(partition)}}`;
    return [{ ...invalid(ROLLING, partition, "only allowed for updateStrategy 'RollingUpdate'"), value }];
  }
  const at = ROLLING.child('maxUnavailable');
  return [
    ...validateNonnegatives(rollingUpdate, ['partition'], ROLLING),
    ...(maxUnavailable === undefined
      ? []
      : [
          ...validatePositiveIntOrPercent(maxUnavailable, at, behaviours),
          ...(countOf(maxUnavailable) === 0 ? [invalidCount(at, maxUnavailable, 'cannot be 0', behaviours)] : []),
          ...validateNotMoreThanAll(maxUnavailable, at, behaviours),
        ]),
  ];
}

function validateClaims({ volumeClaimTemplates = [] }: StatefulSetSpec, features: Features): FieldError[] {
  return volumeClaimTemplates.flatMap(({ spec = {} }, i) =>
    validateClaimSpec(spec, SPEC.child('volumeClaimTemplates').index(i).child('spec'), features),
  );
}

function validateTemplate(spec: StatefulSetSpec, features: Features): FieldError[] {
  const { selector, template = {} } = spec;
  const { labels, annotations } = template.metadata ?? {};
  return [
    ...(selector !== undefined && isEmpty(selector) ? [] : validateSelected(spec, features)),
    ...(features.behaviours.statefulSetTemplateChecked
      ? validatePodTemplate(withClaims(template, spec.volumeClaimTemplates ?? []), TEMPLATE, features)
      : []),
    ...validateLabels(labels, TEMPLATE.child('labels'), features.behaviours),
    ...validateAnnotations(annotations, TEMPLATE.child('annotations'), features.behaviours),
  ];
}

/** The template as its pods will be: with a volume of each claim, and names that the controller gives. */
function withClaims(template: PodTemplateSpec, claims: readonly ClaimTemplate[]): PodTemplateSpec {
  const names = new Set(claims.map(({ metadata }) => metadata?.name ?? ''));
  const volumes = [
    ...[...names].map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
    ...(template.spec?.volumes ?? []).filter(({ name }) => !names.has(name ?? '')),
  ];
  const spec: PodSpec = { ...template.spec, volumes };
  delete spec.hostname;
  delete spec.subdomain;
  return { ...template, spec };
}

export function validateStatefulSetSpecUpdate(
  spec: StatefulSetSpec,
  old: StatefulSetSpec,
  { behaviours }: Features,
): FieldError[] {
  const { updatableStatefulSetFields: updatable } = behaviours;
  if (updatable === '') return validateKept(spec, old, behaviours);
  const fields = new Set([...updatable.matchAll(/'(\w+)'/g)].map(([, field = '']) => field));
  const rest = (part: StatefulSetSpec): object =>
    Object.fromEntries(Object.entries(part).filter(([field, value]) => !fields.has(field) && value !== undefined));
  if (semanticallyEqual(rest(spec), rest(old))) return [];
  const detail = `updates to statefulset spec for fields other than ${updatable} are forbidden`;
  return [forbidden(SPEC, detail)];
}

function validateKept(spec: StatefulSetSpec, old: StatefulSetSpec, wording: Features['behaviours']): FieldError[] {
  const detail = 'field is immutable';
  const changed = (field: keyof StatefulSetSpec): boolean => !semanticallyEqual(spec[field], old[field]);
  return [
    ...(changed('selector') ? [invalidSelector(SPEC.child('selector'), spec.selector ?? {}, detail, wording)] : []),
    ...(['volumeClaimTemplates', 'serviceName', 'podManagementPolicy'] as const)
      .filter(changed)
      .map((field) => invalid(SPEC.child(field), spec[field] ?? '', detail)),
  ];
}
