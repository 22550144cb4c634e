/** Source: pkg/registry/storage/volumeattributesclass, pkg/apis/storage/validation/validation.go. */
import { type FieldError } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateNoUpdates } from '../../apis/validation/immutable.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { type Parameters, validateParameters, validateProvisioner } from './parameters.js';

interface VolumeAttributesClass extends KubeObject {
  driverName: string;
  parameters?: Parameters;
}

const DRIVER = Path.of('driverName');
const PARAMETERS = Path.of('parameters');

function validateClass({ driverName, parameters }: VolumeAttributesClass, wording: ValidationWording): FieldError[] {
  return [
    ...validateProvisioner(driverName, DRIVER, wording),
    ...validateParameters(parameters, false, PARAMETERS, wording),
  ];
}

export const volumeattributesclasses = defineBehaviour<VolumeAttributesClass>({
  group: 'storage.k8s.io',
  resource: 'volumeattributesclasses',
  strategy: {
    validate: (object, { features }) => validateClass(object, features.behaviours),
    validateUpdate: (object, old, { features }) => [
      ...validateNoUpdates(object.driverName, old.driverName, 'driverName', DRIVER),
      ...validateNoUpdates(object.parameters, old.parameters, 'parameters', PARAMETERS),
      ...validateClass(object, features.behaviours),
    ],
  },
  columns: [
    nameColumn,
    textColumn('DriverName', 'The driver that it is for.', ({ driverName }) => driverName),
    ageColumn,
  ],
  description: 'Attributes that a claim may give its volume, and change later.',
  example: { metadata: { name: 'gold' }, driverName: 'disks.example.com', parameters: { iops: '5000' } },
});
