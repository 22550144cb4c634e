/** Source: pkg/registry/apps/statefulset, pkg/apis/apps. */
import { type FieldError } from '../../apis/field/errors.js';
import { nameIsDNSLabel, nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { defaultClaimSpec } from '../core/persistentvolumeclaim-defaults.js';
import { containerColumns } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { validateAtMost, validateCollisionCount, validateNonnegatives } from '../replicas.js';
import { type StrategyContext } from '../rest.js';
import { statusSubresource } from '../stored-kind.js';
import { specOf, STATUS, type Workload, workloadWarnings } from '../workload-spec.js';
import {
  type StatefulSetSpec,
  validateStatefulSetSpec,
  validateStatefulSetSpecUpdate,
} from './statefulset-validation.js';

interface StatefulSet extends Workload {
  spec: StatefulSetSpec;
  status?: StatefulSetStatus;
}

interface StatefulSetStatus {
  replicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  currentReplicas?: number;
  updatedReplicas?: number;
  collisionCount?: number;
}

const STATUS_COUNTS = [
  'replicas',
  'readyReplicas',
  'currentReplicas',
  'updatedReplicas',
  'availableReplicas',
  'observedGeneration',
  'collisionCount',
];

function setDefaults(statefulSet: StatefulSet, features: Features): void {
  const spec = specOf(statefulSet);
  defaultPodTemplate(spec, features);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.kind = 'PersistentVolumeClaim';
    claim.apiVersion = 'v1';
    (claim.status ??= {}).phase ||= 'Pending';
    defaultClaimSpec((claim.spec ??= {}));
  }
  spec.podManagementPolicy ||= 'OrderedReady';
  const strategy = (spec.updateStrategy ??= {});
  if ((strategy.type ?? '') === '') {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate !== undefined) {
    strategy.rollingUpdate.partition ??= 0;
    if (features.enabled('MaxUnavailableStatefulSet')) strategy.rollingUpdate.maxUnavailable ??= 1;
  }
  if (features.enabled('StatefulSetAutoDeletePVC')) {
    const policy = (spec.persistentVolumeClaimRetentionPolicy ??= {});
    policy.whenDeleted ||= 'Retain';
    policy.whenScaled ||= 'Retain';
  }
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
}

/** Takes away what the version does not know yet, unless the object has it already. */
function dropDisabled(spec: StatefulSetSpec, old: StatefulSetSpec | undefined, features: Features): void {
  const rolling = spec.updateStrategy?.rollingUpdate;
  const unavailable = old?.updateStrategy?.rollingUpdate?.maxUnavailable;
  if (!features.enabled('MaxUnavailableStatefulSet') && unavailable === undefined) delete rolling?.maxUnavailable;
  if (!features.enabled('StatefulSetMinReadySeconds') && old === undefined) delete spec.minReadySeconds;
  if (!features.enabled('StatefulSetStartOrdinal') && old?.ordinals === undefined) delete spec.ordinals;
  const kept = old?.persistentVolumeClaimRetentionPolicy !== undefined;
  if (!features.enabled('StatefulSetAutoDeletePVC') && !kept) delete spec.persistentVolumeClaimRetentionPolicy;
}

function validateStatus({ status }: StatefulSet, old: StatefulSet, { behaviours }: Features): FieldError[] {
  const [available, ...parts] = ['availableReplicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas'];
  const checked = behaviours.statefulSetAvailabilityChecked;
  return [
    ...validateNonnegatives(
      status,
      STATUS_COUNTS.filter((count) => checked || count !== available),
      STATUS,
    ),
    ...validateAtMost(status, parts, 'replicas', 'status.replicas', STATUS),
    ...(checked
      ? [
          ...validateAtMost(status, ['availableReplicas'], 'replicas', 'status.replicas', STATUS),
          ...validateAtMost(status, ['availableReplicas'], 'readyReplicas', 'status.readyReplicas', STATUS),
        ]
      : []),
    ...validateCollisionCount(status, old.status, STATUS),
  ];
}

function warnings(statefulSet: StatefulSet, context: StrategyContext): readonly string[] {
  const found = workloadWarnings(statefulSet, context);
  const unlimited = context.features.behaviours.statefulSetServiceNameChecked;
  if (!unlimited || (statefulSet.spec.revisionHistoryLimit ?? 0) >= 0) return found;
  const text = 'a negative value retains all historical revisions; a value >= 0 is recommended';
  return [...found, `spec.revisionHistoryLimit: ${text}`];
}

export const statefulsets = defineBehaviour<StatefulSet>({
  group: 'apps',
  resource: 'statefulsets',
  strategy: {
    default: setDefaults,
    prepareForCreate: ({ spec }, { features }) => {
      dropDisabled(spec, undefined, features);
    },
    prepareForUpdate: ({ spec }, old, { features }) => {
      dropDisabled(spec, old.spec, features);
    },
    validateName: (name, prefix, { behaviours }) =>
      behaviours.statefulSetNameIsLabel ? nameIsDNSLabel(name, prefix, behaviours) : nameIsDNSSubdomain(name, prefix),
    validate: ({ spec }, { features }) => validateStatefulSetSpec(spec, features, true),
    validateUpdate: ({ spec }, old, { features }) => [
      ...validateStatefulSetSpec(spec, features, false),
      ...validateStatefulSetSpecUpdate(spec, old.spec, features),
    ],
    warningsOnCreate: warnings,
    warningsOnUpdate: (statefulSet, old, context) =>
      statefulSet.metadata.generation === old.metadata.generation ? [] : warnings(statefulSet, context),
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate: (object, old, { features }) =>
          validateStatus(object as StatefulSet, old as StatefulSet, features),
      },
    },
  },
  columns: [
    nameColumn,
    textColumn('Ready', 'How many pods are ready, of how many.', ({ spec, status }) =>
      [status?.readyReplicas, spec.replicas].map((count) => String(count ?? 0)).join('/'),
    ),
    ageColumn,
    ...containerColumns<StatefulSet>(({ spec }) => spec.template),
  ],
  description: 'Keeps a number of pods running, each with a name and storage of its own.',
  example: {
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'main', image: 'postgres' }] } },
    },
  },
});
