/** Source: pkg/registry/core/persistentvolume, pkg/apis/core. */
import { type ResourceList } from '../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { semanticallyEqual } from '../semantic-equality.js';
import { specOf } from '../workload-spec.js';
import { validateAccessModes, validateClass } from './persistentvolumeclaim-validation.js';
import { quantityNanos } from '../../apis/quantity.js';

interface PersistentVolume extends KubeObject {
  spec: VolumeSpec;
  status?: { phase?: string; reason?: string };
}

interface VolumeSpec {
  capacity?: ResourceList;
  accessModes?: string[];
  persistentVolumeReclaimPolicy?: string;
  claimRef?: { namespace?: string; name?: string };
  storageClassName?: string;
  volumeAttributesClassName?: string;
  volumeMode?: string;
  hostPath?: { path?: string; type?: string };
}

const SPEC = Path.of('spec');
const POLICIES = ['Delete', 'Recycle', 'Retain'];
const MODES = ['Block', 'Filesystem'];
const SHORT: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** `RWO,ROX`, in upstream's order. */
export function shortAccessModes(modes: readonly string[] = []): string {
  return Object.entries(SHORT)
    .filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

function validate({ spec }: PersistentVolume, { features }: { features: Features }): FieldError[] {
  const { accessModes = [], capacity = {}, persistentVolumeReclaimPolicy: policy = '', volumeMode } = spec;
  return [
    ...(accessModes.length === 0 ? [required(SPEC.child('accessModes'))] : []),
    ...validateAccessModes(accessModes, SPEC.child('accessModes'), features),
    ...validateCapacity(capacity),
    ...(policy === '' || POLICIES.includes(policy)
      ? []
      : [notSupported(SPEC.child('persistentVolumeReclaimPolicy'), policy, POLICIES)]),
    ...(spec.hostPath?.path === '/' && policy === 'Recycle'
      ? [forbidden(SPEC.child('persistentVolumeReclaimPolicy'), "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
    ...validateClass(spec.storageClassName ?? '', SPEC.child('storageClassName')),
    ...(volumeMode === undefined || MODES.includes(volumeMode)
      ? []
      : [notSupported(SPEC.child('volumeMode'), volumeMode, MODES)]),
  ];
}

function validateCapacity(capacity: ResourceList): FieldError[] {
  const path = SPEC.child('capacity');
  const entries = Object.entries(capacity);
  if (entries.length === 0) return [required(path)];
  return [
    ...(capacity['storage'] === undefined || entries.length > 1 ? [notSupported(path, capacity, ['storage'])] : []),
    ...entries
      .filter(([, quantity]) => quantityNanos(quantity) <= 0n)
      .map(([name, quantity]) => invalid(path.key(name), quantity, 'must be greater than zero')),
  ];
}

export const persistentvolumes = defineBehaviour<PersistentVolume>({
  group: '',
  resource: 'persistentvolumes',
  strategy: {
    default(volume) {
      const spec = specOf(volume);
      spec.persistentVolumeReclaimPolicy ||= 'Retain';
      spec.volumeMode ??= 'Filesystem';
      if (spec.hostPath !== undefined) spec.hostPath.type ??= '';
      if (volume.status !== undefined) volume.status.phase ||= 'Pending';
    },
    prepareForCreate(volume) {
      volume.status = { phase: 'Pending' };
    },
    validate,
    validateUpdate: (volume, old, context) => [
      ...validate(volume, context),
      ...(semanticallyEqual(volume.spec.volumeMode, old.spec.volumeMode)
        ? []
        : [invalid(Path.of('volumeMode'), volume.spec.volumeMode, 'field is immutable')]),
    ],
    returnDeletedObject: true,
  },
  columns: [
    nameColumn,
    textColumn('Capacity', 'Its size.', ({ spec }) => spec.capacity?.['storage'] ?? '0'),
    textColumn('Access Modes', 'How it can be used.', ({ spec }) => shortAccessModes(spec.accessModes)),
    textColumn(
      'Reclaim Policy',
      'What becomes of it without its claim.',
      ({ spec }) => spec.persistentVolumeReclaimPolicy ?? '',
    ),
    textColumn('Status', 'Whether it is free.', ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    ),
    textColumn('Claim', 'The claim that has it.', ({ spec: { claimRef } }) =>
      claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
    ),
    textColumn('StorageClass', 'Its class.', ({ spec }) => spec.storageClassName ?? ''),
    textColumn(
      'VolumeAttributesClass',
      'How it is, of what can be changed.',
      ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
      { shown: ({ behaviours }) => behaviours.volumeAttributesClassColumn },
    ),
    textColumn('Reason', 'Why it is as it is.', ({ status }) => status?.reason ?? ''),
    ageColumn,
    textColumn('VolumeMode', 'Whether there is a file system.', ({ spec }) => spec.volumeMode ?? '<unset>', {
      wide: true,
    }),
  ],
  description: 'Storage of the cluster, for a claim to have.',
  example: {
    metadata: { name: 'disk' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
  },
});
