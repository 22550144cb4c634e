/** Source: k8s.io/kubernetes/pkg/registry/core/namespace/{strategy.go,storage/storage.go}. */
import { type Namespace } from '../../apis/core/v1.js';
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { nameIsDNSLabel } from '../../apis/validation/names.js';
import { validateFinalizerName } from '../../apis/validation/object-meta.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineKind } from '../rest.js';

const NAME_LABEL = 'kubernetes.io/metadata.name';
const KUBERNETES_FINALIZER = 'kubernetes';
const FINALIZERS = Path.of('spec', 'finalizers');

function setNameLabel(namespace: Namespace, features: Features): void {
  const { name } = namespace.metadata;
  if (name === undefined || name === '' || !features.enabled('NamespaceDefaultLabelName')) return;
  namespace.metadata.labels = { ...namespace.metadata.labels, [NAME_LABEL]: name };
}

function validateFinalizers({ spec }: Namespace, { behaviours }: Features): FieldError[] {
  return (spec?.finalizers ?? []).flatMap((name) =>
    name.includes('/') || name === KUBERNETES_FINALIZER
      ? validateFinalizerName(name, FINALIZERS, behaviours)
      : [invalid(FINALIZERS, name, 'name is neither a standard finalizer name nor is it fully qualified')],
  );
}

function validatePhase({ metadata, status }: Namespace): FieldError[] {
  const phase = status?.phase ?? '';
  const path = Path.of('status', 'Phase');
  if (metadata.deletionTimestamp === undefined) {
    return phase === 'Active' ? [] : [invalid(path, phase, "may only be 'Active' if `deletionTimestamp` is empty")];
  }
  const text = "may only be 'Terminating' if `deletionTimestamp` is not empty";
  return phase === 'Terminating' ? [] : [invalid(path, phase, text)];
}

/** Puts back a part that this way of writing may not touch. */
function keep(namespace: Namespace, old: Namespace, part: 'spec' | 'status'): void {
  Object.assign(namespace, { [part]: structuredClone(old[part]) });
}

export const namespaces = defineKind<Namespace>({
  group: '',
  kind: 'Namespace',
  resource: 'namespaces',
  singular: 'namespace',
  namespaced: false,
  shortNames: ['ns'],
  versions: [{ version: 'v1', schema: 'io.k8s.api.core.v1.Namespace', served: () => true }],
  withoutDeleteCollection: true,
  strategy: {
    default(namespace, features) {
      setNameLabel(namespace, features);
      namespace.status = { phase: 'Active', ...namespace.status };
    },
    prepareForCreate(namespace, { features }) {
      setNameLabel(namespace, features);
      namespace.status = { phase: 'Active' };
      const finalizers = namespace.spec?.finalizers ?? [];
      if (!finalizers.includes(KUBERNETES_FINALIZER)) finalizers.push(KUBERNETES_FINALIZER);
      namespace.spec = { finalizers };
    },
    validate: (namespace, { features }) => validateFinalizers(namespace, features),
    prepareForUpdate(namespace, old) {
      keep(namespace, old, 'spec');
      keep(namespace, old, 'status');
    },
    validateName: (name, prefix, { behaviours }) => nameIsDNSLabel(name, prefix, behaviours),
    termination: {
      begin: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
      finished: ({ spec }) => (spec?.finalizers ?? []).length === 0,
    },
    returnDeletedObject: true,
  },
  subresources: {
    status: {
      type: 'stored',
      verbs: ['get', 'patch', 'update'],
      strategy: {
        prepareForUpdate: (namespace, old) => keep(namespace, old, 'spec'),
        validateUpdate: (namespace) => validatePhase(namespace),
      },
    },
    finalize: {
      type: 'stored',
      verbs: ['update'],
      strategy: {
        prepareForUpdate: (namespace, old) => keep(namespace, old, 'status'),
        validateUpdate: (namespace, _old, { features }) => validateFinalizers(namespace, features),
      },
    },
  },
  selectableFields: {
    'status.phase': ({ status }) => status?.phase ?? '',
    name: ({ metadata }) => metadata.name ?? '',
  },
  columns: [
    nameColumn,
    {
      name: 'Status',
      type: 'string',
      description: 'Active, or Terminating while its content is being removed.',
      priority: 0,
      cell: ({ status }) => status?.phase ?? '',
    },
    ageColumn,
  ],
  description: 'A scope for names.',
  example: { metadata: { name: 'team-a', labels: { team: 'a' } } },
});
