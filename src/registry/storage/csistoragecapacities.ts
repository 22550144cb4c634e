/** Source: pkg/registry/storage/csistoragecapacity, pkg/apis/storage/validation/validation.go. */
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { type LabelSelector, validateLabelSelector } from '../../apis/validation/label-selector.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface CSIStorageCapacity extends KubeObject {
  nodeTopology?: LabelSelector;
  storageClassName: string;
  capacity?: string;
}

const TOPOLOGY = Path.of('nodeTopology');
const CLASS = Path.of('storageClassName');

function validateCapacity(object: CSIStorageCapacity, wording: ValidationWording): FieldError[] {
  const { nodeTopology, storageClassName, capacity = '' } = object;
  return [
    ...validateLabelSelector(nodeTopology, false, TOPOLOGY, wording),
    ...nameIsDNSSubdomain(storageClassName, false).map((text) => invalid(CLASS, storageClassName, text)),
    ...(capacity.startsWith('-') ? [invalid(Path.of('capacity'), capacity, 'must be greater than or equal to 0')] : []),
  ];
}

export const csistoragecapacities = defineBehaviour<CSIStorageCapacity>({
  group: 'storage.k8s.io',
  resource: 'csistoragecapacities',
  strategy: {
    validate: (object, { features }) => validateCapacity(object, features.behaviours),
    validateUpdate: (object, old) => [
      ...validateImmutable(object.nodeTopology, old.nodeTopology, TOPOLOGY),
      ...validateImmutable(object.storageClassName, old.storageClassName, CLASS),
    ],
  },
  columns: [
    nameColumn,
    textColumn('StorageClassName', 'The class that it is about.', (object) => object.storageClassName),
    textColumn('Capacity', 'How much room is left.', ({ capacity }) => capacity ?? '<unset>'),
  ],
  description: 'How much storage of a class a part of the cluster still has.',
  example: { metadata: { name: 'fast-zone-a' }, storageClassName: 'fast', capacity: '10Gi' },
});
