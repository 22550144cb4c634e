/** Source: pkg/registry/apps/daemonset, pkg/apis/apps. */
import { semanticallyEqual } from '../semantic-equality.js';
import { type ObjectMeta } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn, textColumn } from '../column.js';
import { containerColumns, formatLabels, formatSelector } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { validateCollisionCount, validateNonnegatives } from '../replicas.js';
import { statusSubresource } from '../stored-kind.js';
import {
  specOf,
  STATUS,
  validateSelectorKept,
  type Workload,
  workloadUpdateWarnings,
  workloadWarnings,
} from '../workload-spec.js';
import { type DaemonSetSpec, validateDaemonSetSpec } from './daemonset-validation.js';

interface DaemonSet extends Workload {
  spec: DaemonSetSpec;
  status?: DaemonSetStatus;
}

interface DaemonSetStatus {
  currentNumberScheduled?: number;
  desiredNumberScheduled?: number;
  numberReady?: number;
  updatedNumberScheduled?: number;
  numberAvailable?: number;
  collisionCount?: number;
}

/** How often the template changed. A field of the group's first version, an annotation in v1. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const STATUS_COUNTS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
];

function setDefaults(daemonSet: DaemonSet, { behaviours }: Features): void {
  const { updateStrategy = (daemonSet.spec.updateStrategy = {}) } = daemonSet.spec;
  updateStrategy.type ||= 'RollingUpdate';
  if (updateStrategy.type === 'RollingUpdate') {
    const rolling = (updateStrategy.rollingUpdate ??= {});
    rolling.maxUnavailable ??= 1;
    if (behaviours.daemonSetSurge) rolling.maxSurge ??= 0;
  }
  daemonSet.spec.revisionHistoryLimit ??= 10;
}

function setTemplateGeneration(metadata: ObjectMeta, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}

function templateGenerationOf({ annotations }: ObjectMeta): number {
  return Number(annotations?.[TEMPLATE_GENERATION] ?? 0) || 0;
}

export const daemonsets = defineBehaviour<DaemonSet>({
  group: 'apps',
  resource: 'daemonsets',
  strategy: {
    default(daemonSet, features) {
      defaultPodTemplate(specOf(daemonSet), features);
      setDefaults(daemonSet, features);
    },
    prepareForCreate: ({ metadata }) => {
      setTemplateGeneration(metadata, Math.max(1, templateGenerationOf(metadata)));
    },
    prepareForUpdate({ metadata, spec }, old) {
      const changed = !semanticallyEqual(spec.template, old.spec.template);
      setTemplateGeneration(metadata, templateGenerationOf(old.metadata) + (changed ? 1 : 0));
    },
    validate: ({ spec }, { features }) => validateDaemonSetSpec(spec, features),
    validateUpdate: ({ spec }, old, { features }) => [
      ...validateSelectorKept(spec, old.spec, features),
      ...validateDaemonSetSpec(spec, features),
    ],
    warningsOnCreate: workloadWarnings,
    warningsOnUpdate: workloadUpdateWarnings,
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        prepareForUpdate(object, old, context) {
          statusSubresource.strategy.prepareForUpdate?.(object, old, context);
          setTemplateGeneration(object.metadata, templateGenerationOf(old.metadata));
        },
        validateUpdate(object, old) {
          const { status } = object as DaemonSet;
          return [
            ...validateNonnegatives(status, STATUS_COUNTS, STATUS),
            ...validateCollisionCount(status, (old as DaemonSet).status, STATUS),
          ];
        },
      },
    },
  },
  columns: [
    nameColumn,
    integerColumn('Desired', 'How many nodes should run its pod.', ({ status }) => status?.desiredNumberScheduled ?? 0),
    integerColumn('Current', 'How many of them run it.', ({ status }) => status?.currentNumberScheduled ?? 0),
    integerColumn('Ready', 'How many of them run it ready.', ({ status }) => status?.numberReady ?? 0),
    integerColumn(
      'Up-to-date',
      'How many of them run the newest template.',
      ({ status }) => status?.updatedNumberScheduled ?? 0,
    ),
    integerColumn('Available', 'On how many it was ready long enough.', ({ status }) => status?.numberAvailable ?? 0),
    textColumn('Node Selector', 'The labels of the nodes.', ({ spec }) =>
      formatLabels(spec.template?.spec?.nodeSelector),
    ),
    ageColumn,
    ...containerColumns<DaemonSet>(({ spec }) => spec.template),
    textColumn('Selector', 'The labels of its pods.', ({ spec }) => formatSelector(spec.selector), { wide: true }),
  ],
  description: 'Runs one pod on each node, or on each of some nodes.',
  example: {
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'main', image: 'agent:1' }] } },
    },
  },
});
