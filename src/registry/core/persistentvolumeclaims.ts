/** Source: pkg/registry/core/persistentvolumeclaim, pkg/apis/core. */
import { type ResourceList } from '../../apis/core/pod.js';
import { type FieldError, forbidden } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { semanticallyEqual } from '../semantic-equality.js';
import { specOf } from '../workload-spec.js';
import { type ClaimSpec, defaultClaimSpec } from './persistentvolumeclaim-defaults.js';
import { validateClaimSpec } from './persistentvolumeclaim-validation.js';
import { quantityNanos } from '../../apis/quantity.js';
import { shortAccessModes } from './persistentvolumes.js';

interface PersistentVolumeClaim extends KubeObject {
  spec: ClaimSpec;
  status?: { phase?: string; accessModes?: string[]; capacity?: ResourceList };
}

const SPEC = Path.of('spec');

/** What may change: a volume's name once, and sizes and classes of a claim that has its volume. */
function validateKept({ spec }: PersistentVolumeClaim, old: PersistentVolumeClaim, features: Features): FieldError[] {
  const bound = old.status?.phase === 'Bound';
  const fixed = ({ volumeName = '', resources, volumeAttributesClassName, ...rest }: ClaimSpec): object => ({
    ...rest,
    volumeName: old.spec.volumeName ? volumeName : '',
    resources: bound ? { ...resources, requests: { ...resources?.requests, storage: '' } } : resources,
    volumeAttributesClassName: bound ? '' : volumeAttributesClassName,
  });
  const [next, before] = [spec, old.spec].map((each) => each.resources?.requests?.['storage']);
  const what = features.behaviours.volumeAttributesClassColumn
    ? 'resources.requests and volumeAttributesClassName'
    : 'resources.requests';
  return [
    ...(semanticallyEqual(fixed(spec), fixed(old.spec))
      ? []
      : [forbidden(SPEC, `spec is immutable after creation except ${what} for bound claims`)]),
    ...(quantityNanos(next) < quantityNanos(before)
      ? [forbidden(SPEC.child('resources', 'requests', 'storage'), 'field can not be less than previous value')]
      : []),
  ];
}

export const persistentvolumeclaims = defineBehaviour<PersistentVolumeClaim>({
  group: '',
  resource: 'persistentvolumeclaims',
  strategy: {
    default(claim) {
      defaultClaimSpec(specOf(claim));
      if (claim.status !== undefined) claim.status.phase ||= 'Pending';
    },
    prepareForCreate(claim, { features }) {
      claim.status = { phase: 'Pending' };
      const { spec } = claim;
      if (!features.enabled('AnyVolumeDataSource')) {
        delete spec.dataSourceRef;
        return;
      }
      if (spec.dataSource !== undefined && spec.dataSourceRef === undefined)
        spec.dataSourceRef = { ...spec.dataSource };
      else if (spec.dataSourceRef !== undefined && spec.dataSource === undefined && !spec.dataSourceRef.namespace) {
        spec.dataSource = { ...spec.dataSourceRef };
      }
    },
    validate: ({ spec }, { features }) => validateClaimSpec(spec, SPEC, features),
    validateUpdate: (claim, old, { features }) => [
      ...validateClaimSpec(claim.spec, SPEC, features),
      ...validateKept(claim, old, features),
    ],
    returnDeletedObject: true,
  },
  columns: [
    nameColumn,
    textColumn('Status', 'Whether it has its volume.', ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    ),
    textColumn('Volume', 'The volume that it has.', ({ spec }) => spec.volumeName ?? ''),
    textColumn('Capacity', "The volume's size.", ({ spec, status }) =>
      spec.volumeName ? (status?.capacity?.['storage'] ?? '0') : '',
    ),
    textColumn('Access Modes', 'How the volume can be used.', ({ spec, status }) =>
      spec.volumeName ? shortAccessModes(status?.accessModes) : '',
    ),
    textColumn('StorageClass', 'The class of volume that it asks for.', ({ spec }) => spec.storageClassName ?? ''),
    textColumn(
      'VolumeAttributesClass',
      'How the volume should be, of what can be changed.',
      ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
      { shown: ({ behaviours }) => behaviours.volumeAttributesClassColumn },
    ),
    ageColumn,
    textColumn('VolumeMode', 'Whether there is a file system.', ({ spec }) => spec.volumeMode ?? '<unset>', {
      wide: true,
    }),
  ],
  description: 'Asks for storage, and is given a volume.',
  example: {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
});
