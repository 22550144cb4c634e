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
import { compareQuantities, quantityMilliValue } from '../../apis/quantity.js';
import { orderedDifference } from './pod/validation/spec-difference.js';
import { shortAccessModes } from './persistentvolumes.js';

interface PersistentVolumeClaim extends KubeObject {
  spec: ClaimSpec;
  status?: { phase?: string; accessModes?: string[]; capacity?: ResourceList };
}

const SPEC = Path.of('spec');

/** What may change: a volume's name once, and sizes and classes of a claim that has its volume. */
function validateKept(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, features: Features): FieldError[] {
  const before = { ...old.spec, volumeName: old.spec.volumeName || claim.spec.volumeName };
  const after = claim.status?.phase === 'Bound' ? withSizeAndClassOf(claim.spec, old.spec) : claim.spec;
  const what = features.behaviours.volumeAttributesClassColumn
    ? 'resources.requests and volumeAttributesClassName'
    : 'resources.requests';
  const text = `spec is immutable after creation except ${what} for bound claims`;
  const isKept = semanticallyEqual({ ...after, volumeName: after.volumeName || undefined }, before);
  return [
    ...(isKept
      ? []
      : [forbidden(SPEC, `${text}\n${orderedDifference('PersistentVolumeClaimSpec', before, after, features)}`)]),
    ...validateSize(claim, old, features),
  ];
}

function withSizeAndClassOf({ volumeAttributesClassName, ...spec }: ClaimSpec, old: ClaimSpec): ClaimSpec {
  const { volumeAttributesClassName: before = volumeAttributesClassName } = old;
  const requests = { ...spec.resources?.requests, storage: old.resources?.requests?.['storage'] ?? '0' };
  const kept = { ...spec, resources: { ...spec.resources, requests } };
  return before === undefined ? kept : { ...kept, volumeAttributesClassName: before };
}

/** Claims shrink at most to what they have already, where their growth failed. */
function validateSize({ spec }: PersistentVolumeClaim, old: PersistentVolumeClaim, features: Features): FieldError[] {
  const [next, before] = [spec, old.spec].map(({ resources }) => resources?.requests?.['storage']);
  if (compareQuantities(next, before) >= 0) return [];
  const path = SPEC.child('resources', 'requests', 'storage');
  if (!features.enabled('RecoverVolumeExpansionFailure')) {
    return [forbidden(path, 'field can not be less than previous value')];
  }
  if (compareQuantities(next, old.status?.capacity?.['storage']) > 0) return [];
  return [forbidden(path, 'field can not be less than status.capacity')];
}

const CLASS = 'volume.beta.kubernetes.io/storage-class';

function warnings({ metadata, spec }: PersistentVolumeClaim, { behaviours }: Features): string[] {
  if (!behaviours.claimWarnings) return [];
  const { requests = {}, limits = {} } = spec.resources ?? {};
  const path = Path.of('metadata', 'annotations').key(CLASS);
  return [
    ...(metadata.annotations?.[CLASS] === undefined
      ? []
      : [`${path.toString()}: deprecated since v1.8; use "storageClassName" attribute instead`]),
    ...Object.entries({ requests, limits })
      .filter(([, { storage }]) => quantityMilliValue(storage) % 1000n !== 0n)
      .map(([field, { storage = '' }]) => {
        const at = SPEC.child('resources', field).key('storage').toString();
        return `${at}: fractional byte value ${JSON.stringify(storage)} is invalid, must be an integer`;
      }),
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
    warningsOnCreate: (claim, { features }) => warnings(claim, features),
    warningsOnUpdate: (claim, _old, { features }) => warnings(claim, features),
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
