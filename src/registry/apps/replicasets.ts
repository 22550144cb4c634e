/** Source: pkg/registry/apps/replicaset, pkg/apis/apps. */
import { type FieldError } from '../../apis/field/errors.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn, textColumn } from '../column.js';
import { containerColumns, formatSelector } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { validateAtMost, validateNonnegatives } from '../replicas.js';
import { statusSubresource } from '../stored-kind.js';
import {
  SPEC,
  specOf,
  STATUS,
  validateSelectorKept,
  type Workload,
  type WorkloadSpec,
  workloadUpdateWarnings,
  workloadWarnings,
} from '../workload-spec.js';
import { type ReplicaStatus, validateReplicatedPods } from './replicated-pods.js';

interface ReplicaSet extends Workload {
  spec: WorkloadSpec & { replicas?: number };
  status?: ReplicaStatus;
}

const STATUS_COUNTS = [
  'replicas',
  'fullyLabeledReplicas',
  'readyReplicas',
  'availableReplicas',
  'observedGeneration',
  'terminatingReplicas',
];

function validateSpec({ spec }: ReplicaSet, features: Features): FieldError[] {
  return [
    ...validateNonnegatives(spec, ['replicas', 'minReadySeconds'], SPEC),
    ...validateReplicatedPods(spec, features),
  ];
}

/** Shared with replication controllers. */
export function validateReplicaStatus(status: object | undefined): FieldError[] {
  const parts = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];
  return [
    ...validateNonnegatives(status, STATUS_COUNTS, STATUS),
    ...validateAtMost(status, parts, 'replicas', 'status.replicas', STATUS),
    ...validateAtMost(status, ['availableReplicas'], 'readyReplicas', 'readyReplicas', STATUS),
  ];
}

export const replicasets = defineBehaviour<ReplicaSet>({
  group: 'apps',
  resource: 'replicasets',
  strategy: {
    default(replicaSet, features) {
      const spec = specOf(replicaSet);
      defaultPodTemplate(spec, features);
      spec.replicas ??= 1;
    },
    validate: (replicaSet, { features }) => validateSpec(replicaSet, features),
    validateUpdate: (replicaSet, old, { features }) => [
      ...validateSpec(replicaSet, features),
      ...validateSelectorKept(replicaSet.spec, old.spec, features),
    ],
    warningsOnCreate: (replicaSet, context) => workloadWarnings(replicaSet, context, true),
    warningsOnUpdate: workloadUpdateWarnings,
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate: (object) => validateReplicaStatus((object as ReplicaSet).status),
      },
    },
  },
  columns: [
    nameColumn,
    integerColumn('Desired', 'How many pods there should be.', ({ spec }) => spec.replicas ?? 0),
    integerColumn('Current', 'How many pods there are.', ({ status }) => status?.replicas ?? 0),
    integerColumn('Ready', 'How many of them are ready.', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns<ReplicaSet>(({ spec }) => spec.template),
    textColumn('Selector', 'The labels of its pods.', ({ spec }) => formatSelector(spec.selector), { wide: true }),
  ],
  description: 'Keeps a number of equal pods running; deployments make these.',
  example: {
    metadata: { name: 'web-1' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
    },
  },
});
