/** Source: pkg/registry/storage/storageclass, pkg/apis/storage/{v1,validation}. */
import { type FieldError, notSupported } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateFixed, validateNoUpdates } from '../../apis/validation/immutable.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { type Parameters, validateParameters, validateProvisioner } from './parameters.js';

interface StorageClass extends KubeObject {
  provisioner: string;
  parameters?: Parameters;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  allowVolumeExpansion?: boolean;
}

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const DEFAULT_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

function validateClass(object: StorageClass, wording: ValidationWording): FieldError[] {
  const { provisioner, parameters, reclaimPolicy = '', volumeBindingMode = '' } = object;
  return [
    ...validateProvisioner(provisioner, Path.of('provisioner'), wording),
    ...validateParameters(parameters, true, Path.of('parameters'), wording),
    ...(reclaimPolicy === '' || RECLAIM_POLICIES.includes(reclaimPolicy)
      ? []
      : [notSupported(Path.of('reclaimPolicy'), reclaimPolicy, RECLAIM_POLICIES)]),
    ...(BINDING_MODES.includes(volumeBindingMode)
      ? []
      : [notSupported(Path.of('volumeBindingMode'), volumeBindingMode, BINDING_MODES)]),
  ];
}

function validateClassUpdate(object: StorageClass, old: StorageClass, { behaviours }: Features): FieldError[] {
  const fields = ['parameters', 'provisioner', 'reclaimPolicy'] as const;
  return [
    ...fields.flatMap((name) => {
      const [value, before] = [object[name], old[name]];
      const path = Path.of(name);
      return behaviours.storageClassUpdatesForbidden
        ? validateNoUpdates(value, before, name, path)
        : validateFixed(value, before, path, behaviours.declarativeResourceValidation);
    }),
    ...validateFixed(
      object.volumeBindingMode,
      old.volumeBindingMode,
      Path.of('volumeBindingMode'),
      behaviours.declarativeResourceValidation,
    ),
  ];
}

function nameOf({ metadata: { name = '', annotations = {} } }: StorageClass): string {
  return DEFAULT_MARKS.some((mark) => annotations[mark] === 'true') ? `${name} (default)` : name;
}

export const storageclasses = defineBehaviour<StorageClass>({
  group: 'storage.k8s.io',
  resource: 'storageclasses',
  strategy: {
    default(object) {
      object.reclaimPolicy ??= 'Delete';
      object.volumeBindingMode ??= 'Immediate';
    },
    validate: (object, { features }) => validateClass(object, features.behaviours),
    validateUpdate: (object, old, { features }) => validateClassUpdate(object, old, features),
    returnDeletedObject: true,
  },
  columns: [
    { ...nameColumn, cell: (object) => nameOf(object) },
    textColumn('Provisioner', 'Who makes the volumes.', ({ provisioner }) => provisioner),
    textColumn(
      'ReclaimPolicy',
      'What becomes of a volume that is given back.',
      (object) => object.reclaimPolicy ?? 'Delete',
    ),
    textColumn(
      'VolumeBindingMode',
      'When a volume is made and bound.',
      (object) => object.volumeBindingMode ?? 'Immediate',
    ),
    textColumn('AllowVolumeExpansion', 'Whether volumes may grow.', (object) => object.allowVolumeExpansion ?? false),
    ageColumn,
  ],
  description: 'A kind of storage that claims may ask for.',
  example: { metadata: { name: 'fast' }, provisioner: 'disks.example.com', parameters: { type: 'ssd' } },
});
