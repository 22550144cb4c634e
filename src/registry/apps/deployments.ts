/** Source: pkg/registry/apps/deployment, pkg/apis/apps. */
import { type FieldError, forbidden, invalid, notSupported } from '../../apis/field/errors.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import {
  countOf,
  type IntOrString,
  invalidCount,
  validateNotMoreThanAll,
  validatePositiveIntOrPercent,
} from '../int-or-percent.js';
import { containerColumns } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { validateAtMost, validateCollisionCount, validateNonnegatives } from '../replicas.js';
import { selectorText } from '../scale.js';
import { semanticallyEqual } from '../semantic-equality.js';
import { statusSubresource } from '../stored-kind.js';
import {
  SPEC,
  specOf,
  STATUS,
  validateSelectorKept,
  type Workload,
  workloadUpdateWarnings,
  workloadWarnings,
} from '../workload-spec.js';
import { invalidGoStruct } from './go-struct.js';
import { type ReplicaStatus, validateReplicatedPods } from './replicated-pods.js';
import { type WorkloadSpec } from '../workload-spec.js';

interface Deployment extends Workload {
  spec: DeploymentSpec;
  status?: ReplicaStatus & { updatedReplicas?: number };
}

interface DeploymentSpec extends WorkloadSpec {
  replicas?: number;
  strategy?: DeploymentStrategy;
  minReadySeconds?: number;
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
}

interface DeploymentStrategy {
  type?: string;
  rollingUpdate?: { maxUnavailable?: IntOrString; maxSurge?: IntOrString };
}

const STRATEGY = SPEC.child('strategy');
const ROLLING = STRATEGY.child('rollingUpdate');
const STATUS_COUNTS = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
];

function setDefaults(deployment: Deployment, features: Features): void {
  const spec = specOf(deployment);
  defaultPodTemplate(spec, features);
  spec.replicas ??= 1;
  const strategy = (spec.strategy ??= {});
  strategy.type ||= 'RollingUpdate';
  if (strategy.type === 'RollingUpdate') {
    const rolling = (strategy.rollingUpdate ??= {});
    rolling.maxUnavailable ??= '25%';
    rolling.maxSurge ??= '25%';
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
}

function validateSpec(spec: DeploymentSpec, features: Features): FieldError[] {
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  return [
    ...validateNonnegatives(spec, ['replicas'], SPEC),
    ...validateReplicatedPods(spec, features),
    ...validateStrategy(spec.strategy ?? {}, features),
    ...validateNonnegatives(spec, ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'], SPEC),
    ...(deadline !== undefined && deadline <= minReadySeconds
      ? [invalid(SPEC.child('progressDeadlineSeconds'), deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

function validateStrategy({ type = '', rollingUpdate }: DeploymentStrategy, { behaviours }: Features): FieldError[] {
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate === undefined ? [] : [forbidden(ROLLING, detail)];
  }
  if (type !== 'RollingUpdate') {
    const value = invalidGoStruct('apps.DeploymentStrategy', type, 'apps.RollingUpdateDeployment', behaviours);
    return [{ ...notSupported(STRATEGY, type, ['Recreate', 'RollingUpdate']), value }];
  }
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  const path = ROLLING.child('maxUnavailable');
  return [
    ...validatePositiveIntOrPercent(maxUnavailable, path, behaviours),
    ...validatePositiveIntOrPercent(maxSurge, ROLLING.child('maxSurge'), behaviours),
    ...(countOf(maxUnavailable) === 0 && countOf(maxSurge) === 0
      ? [invalidCount(path, maxUnavailable, 'may not be 0 when `maxSurge` is 0', behaviours)]
      : []),
    ...validateNotMoreThanAll(maxUnavailable, path, behaviours),
  ];
}

function validateStatus({ status }: Deployment, old: Deployment): FieldError[] {
  const parts = ['updatedReplicas', 'readyReplicas', 'availableReplicas'];
  return [
    ...validateNonnegatives(status, STATUS_COUNTS, STATUS),
    ...validateAtMost(status, parts, 'replicas', 'status.replicas', STATUS),
    ...validateAtMost(status, ['availableReplicas'], 'readyReplicas', 'readyReplicas', STATUS),
    ...validateCollisionCount(status, old.status, STATUS),
  ];
}

export const deployments = defineBehaviour<Deployment>({
  group: 'apps',
  resource: 'deployments',
  strategy: {
    default: setDefaults,
    // Annotations are copied to replica sets, so that a change of them is something to see to.
    prepareForUpdate({ metadata }, old) {
      const changed = !semanticallyEqual(metadata.annotations, old.metadata.annotations);
      if (changed) metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validate: ({ spec }, { features }) => validateSpec(spec, features),
    validateUpdate: ({ spec }, old, { features }) => [
      ...validateSpec(spec, features),
      ...validateSelectorKept(spec, old.spec, features),
    ],
    warningsOnCreate: (deployment, context) => workloadWarnings(deployment, context, true),
    warningsOnUpdate: workloadUpdateWarnings,
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        prepareForUpdate(object, old, context) {
          statusSubresource.strategy.prepareForUpdate?.(object, old, context);
          delete object.metadata.labels;
          if (old.metadata.labels !== undefined) object.metadata.labels = { ...old.metadata.labels };
        },
        validateUpdate: (object, old) => validateStatus(object as Deployment, old as Deployment),
      },
    },
  },
  columns: [
    nameColumn,
    textColumn('Ready', 'How many pods are ready, of how many.', ({ spec, status }) =>
      [status?.readyReplicas, spec.replicas].map((count) => String(count ?? 0)).join('/'),
    ),
    textColumn(
      'Up-to-date',
      'How many pods are made of the newest template.',
      ({ status }) => status?.updatedReplicas ?? 0,
    ),
    textColumn('Available', 'How many pods were ready long enough.', ({ status }) => status?.availableReplicas ?? 0),
    ageColumn,
    ...containerColumns<Deployment>(({ spec }) => spec.template),
    textColumn('Selector', 'The labels of its pods.', ({ spec }) => selectorText(spec.selector ?? {}), { wide: true }),
  ],
  description: 'Keeps a number of equal pods running, and replaces them step by step when their template changes.',
  example: {
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
    },
  },
});
