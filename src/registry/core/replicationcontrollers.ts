/** Source: pkg/registry/core/replicationcontroller, pkg/apis/core/validation/validation.go. */
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { type FieldError, required } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { validateReplicaStatus } from '../apps/replicasets.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn, textColumn } from '../column.js';
import { containerColumns, formatLabels } from '../pod-template/columns.js';
import { defaultPodTemplate } from '../pod-template/defaults.js';
import { podTemplateWarnings, validateKeepsRunning, validatePodTemplate } from '../pod-template/validation.js';
import { validateNonnegatives } from '../replicas.js';
import { invalidLabels, type Labels, selects } from '../selection.js';
import { statusSubresource } from '../stored-kind.js';
import { SPEC, specOf, TEMPLATE } from '../workload-spec.js';

interface ReplicationController extends KubeObject {
  spec: { replicas?: number; minReadySeconds?: number; selector?: Labels; template?: PodTemplateSpec };
  status?: { replicas?: number; readyReplicas?: number };
}

function setDefaults(controller: ReplicationController, features: Features): void {
  const spec = specOf(controller);
  const labels = spec.template?.metadata?.labels;
  if (spec.template !== undefined) defaultPodTemplate(spec, features);
  if (labels !== undefined) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = labels;
    if (Object.keys(controller.metadata.labels ?? {}).length === 0) controller.metadata.labels = labels;
  }
  spec.replicas ??= 1;
}

function validateTemplate(
  { selector = {}, template }: ReplicationController['spec'],
  features: Features,
): FieldError[] {
  if (template === undefined) return [required(TEMPLATE)];
  const labels = template.metadata?.labels;
  const fits = selects({ matchLabels: selector }, labels ?? {});
  const detail = '`selector` does not match template `labels`';
  return [
    ...(fits ? [] : [invalidLabels(TEMPLATE.child('metadata', 'labels'), labels, detail, features.behaviours)]),
    ...validatePodTemplate(template, TEMPLATE, features),
    ...validateKeepsRunning(template.spec, 'ReplicationController', TEMPLATE),
  ];
}

function validate({ spec }: ReplicationController, { features }: { features: Features }): FieldError[] {
  const numbers = [
    validateNonnegatives(spec, ['minReadySeconds'], SPEC),
    validateNonnegatives(spec, ['replicas'], SPEC),
  ] as const;
  const selector = Object.keys(spec.selector ?? {}).length === 0 ? [required(SPEC.child('selector'))] : [];
  // What is declared beside the types is looked at last.
  return features.behaviours.declarativeMetadataValidation
    ? [...selector, ...validateTemplate(spec, features), ...numbers.toReversed().flat()]
    : [...numbers[0], ...selector, ...numbers[1], ...validateTemplate(spec, features)];
}

export const replicationcontrollers = defineBehaviour<ReplicationController>({
  group: '',
  resource: 'replicationcontrollers',
  strategy: {
    orphansDependents: ['v1'],
    default: setDefaults,
    validate,
    validateUpdate: (controller, _old, context) => validate(controller, context),
    warningsOnCreate: ({ spec }, { features }) => podTemplateWarnings(spec.template, TEMPLATE, features),
    warningsOnUpdate: ({ metadata, spec }, old, { features }) =>
      metadata.generation === old.metadata.generation ? [] : podTemplateWarnings(spec.template, TEMPLATE, features),
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate: (object) => validateReplicaStatus((object as ReplicationController).status),
      },
    },
  },
  selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  columns: [
    nameColumn,
    integerColumn('Desired', 'How many pods there should be.', ({ spec }) => spec.replicas ?? 0),
    integerColumn('Current', 'How many pods there are.', ({ status }) => status?.replicas ?? 0),
    integerColumn('Ready', 'How many of them are ready.', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns<ReplicationController>(({ spec }) => spec.template),
    textColumn('Selector', 'The labels of its pods.', ({ spec }) => formatLabels(spec.selector), { wide: true }),
  ],
  description: 'Keeps a number of equal pods running; what replica sets were before there were deployments.',
  example: {
    metadata: { name: 'web' },
    spec: {
      replicas: 1,
      selector: { app: 'web' },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
    },
  },
});
