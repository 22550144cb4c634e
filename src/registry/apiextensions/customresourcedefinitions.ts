/** Source: k8s.io/apiextensions-apiserver/pkg/{registry/customresourcedefinition,apis/apiextensions/validation}. */
import { withCondition } from '../../apiextensions/conditions.js';
import {
  statusErrors,
  validateDefinition,
  validateDefinitionUpdate,
} from '../../apiextensions/definition/validation.js';
import { type CustomResourceDefinition, isConditionTrue, storageVersion } from '../../apiextensions/types.js';
import { type Features } from '../../features/features.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { type TableColumn } from '../rest.js';
import { statusSubresource } from '../stored-kind.js';
import { dropDisabledFields } from './definition-fields.js';
import { definitionRules } from './definition-rules.js';
import { definitionWarnings } from './definition-warnings.js';

export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

function fillDefaults(crd: CustomResourceDefinition): void {
  const { spec } = crd;
  const { kind } = spec.names;
  if ((spec.names.singular ?? '') === '') spec.names.singular = kind.toLowerCase();
  if ((spec.names.listKind ?? '') === '' && kind !== '') spec.names.listKind = `${kind}List`;
  spec.conversion ??= { strategy: 'None' };
  const service = spec.conversion.webhook?.clientConfig?.service;
  if (service !== undefined) service.port ??= 443;
}

function addStoredVersion(crd: CustomResourceDefinition): void {
  const storage = storageVersion(crd)?.name;
  const stored = crd.status?.storedVersions ?? [];
  if (storage === undefined || stored.includes(storage)) return;
  crd.status = { ...crd.status, storedVersions: [...stored, storage] };
}

function marked(crd: CustomResourceDefinition, now: string): CustomResourceDefinition {
  const { finalizers = [] } = crd.metadata;
  const all = finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER];
  const conditions = withCondition(crd.status?.conditions ?? [], {
    type: 'Terminating',
    status: 'True',
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    lastTransitionTime: now,
  });
  return { ...crd, metadata: { ...crd.metadata, finalizers: all }, status: { ...crd.status, conditions } };
}

function detail(
  name: string,
  description: string,
  cell: (crd: CustomResourceDefinition) => string | boolean,
  priority = 1,
): TableColumn<CustomResourceDefinition> {
  const shown = ({ behaviours }: Features): boolean => behaviours.definitionTables;
  return { name, type: 'string', description, priority, cell, shown };
}

/** `v1(storage),v1beta1`. */
function servedVersions({ spec }: CustomResourceDefinition): string {
  const served = spec.versions.filter((version) => version.served);
  return served
    .map(({ name, storage }) => (storage ? `${name}(storage)` : name))
    .sort()
    .join(',');
}

export const customresourcedefinitions = defineBehaviour<CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  resource: 'customresourcedefinitions',
  strategy: {
    default: fillDefaults,
    prepareForCreate(crd, { features }) {
      crd.status = { acceptedNames: { plural: '', kind: '' } };
      addStoredVersion(crd);
      dropDisabledFields(crd, undefined, features);
    },
    prepareForUpdate(crd, old, { features }) {
      addStoredVersion(crd);
      dropDisabledFields(crd, old, features);
    },
    validate: async (crd, { features }) => validateDefinition(crd, await definitionRules(crd, features)),
    validateUpdate: async (crd, old, { features }) =>
      validateDefinitionUpdate(crd, old, await definitionRules(crd, features)),
    warningsOnCreate: (crd, { features }) => definitionWarnings(crd, undefined, features),
    warningsOnUpdate: (crd, old, { features }) => definitionWarnings(crd, old, features),
    ownFinalizers: true,
    termination: {
      begin: marked,
      finished: ({ metadata }) => (metadata.finalizers ?? []).length === 0,
    },
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate: (crd) => statusErrors(crd as CustomResourceDefinition),
      },
    },
  },
  columns: [
    nameColumn,
    detail('Scope', 'Cluster or Namespaced.', ({ spec }) => spec.scope, 0),
    detail('Versions', 'The versions that are served.', servedVersions, 0),
    {
      name: 'Created At',
      type: 'date',
      description: 'When the definition was created.',
      priority: 0,
      cell: ({ metadata }) => metadata.creationTimestamp ?? '0001-01-01T00:00:00Z',
    },
    detail('Group', 'The group of its API.', ({ spec }) => spec.group),
    detail('Kind', 'The kind of its objects.', ({ spec }) => spec.names.kind),
    detail('ShortNames', 'Names for less typing.', ({ spec }) => (spec.names.shortNames ?? []).join(',')),
    {
      ...detail('Established', 'Whether it is served.', (crd) => isConditionTrue(crd, 'Established')),
      type: 'boolean',
    },
  ],
  description: 'A kind of object that the API serves because this definition says so.',
});
