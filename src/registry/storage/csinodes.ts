/** Source: pkg/registry/storage/csinode, pkg/apis/storage/validation/validation.go. */
import { duplicate, type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { type Behaviours } from '../../features/behaviours.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn } from '../column.js';
import { validateDriverName } from './parameters.js';

interface Driver {
  name: string;
  nodeID: string;
  topologyKeys?: string[] | null;
  allocatable?: { count?: number };
}

interface CSINode extends KubeObject {
  spec: { drivers: Driver[] | null };
}

const DRIVERS = Path.of('spec', 'drivers');
const MAX_ID = 256;

function validateNode({ spec }: CSINode, wording: Behaviours): FieldError[] {
  const drivers = spec.drivers ?? [];
  return drivers.flatMap((driver, i) => [
    ...validateDriver(driver, DRIVERS.index(i), wording),
    ...(drivers.slice(0, i).some(({ name }) => name === driver.name)
      ? [duplicate(DRIVERS.index(i).child('name'), driver.name)]
      : []),
  ]);
}

function validateDriver(driver: Driver, path: Path, wording: Behaviours): FieldError[] {
  const { name, nodeID, topologyKeys, allocatable: { count = 0 } = {} } = driver;
  const at = path.child('nodeID');
  return [
    ...validateDriverName(name, path.child('name'), wording),
    ...(nodeID === '' ? [required(at)] : []),
    ...(nodeID.length > MAX_ID ? [invalid(at, nodeID, `must be ${MAX_ID} characters or less`)] : []),
    ...(count < 0 ? [invalid(path.child('allocatable', 'count'), count, 'must be greater than or equal to 0')] : []),
    ...(topologyKeys ?? []).flatMap((key, i, keys) => [
      ...(key === '' ? [required(path)] : []),
      ...(keys.indexOf(key) < i ? [duplicate(path, key)] : []),
      ...isQualifiedName(key, wording).map((text) => invalid(path, key, text)),
    ]),
  ];
}

export const csinodes = defineBehaviour<CSINode>({
  group: 'storage.k8s.io',
  resource: 'csinodes',
  strategy: {
    validate: (object, { features }) => validateNode(object, features.behaviours),
    validateUpdate: (object, old, { features }) => [
      ...validateNode(object, features.behaviours),
      ...(object.spec.drivers ?? []).flatMap((driver) => {
        const before = old.spec.drivers?.find(({ name }) => name === driver.name);
        return before === undefined ? [] : validateImmutable(driver, before, DRIVERS);
      }),
    ],
    returnDeletedObject: true,
  },
  columns: [
    nameColumn,
    integerColumn('Drivers', 'How many drivers run there.', ({ spec }) => (spec.drivers ?? []).length),
    ageColumn,
  ],
  description: 'The storage drivers that run on a node.',
  example: {
    metadata: { name: 'node-1' },
    spec: { drivers: [{ name: 'disks.example.com', nodeID: 'n-1', topologyKeys: ['zone'] }] },
  },
});
