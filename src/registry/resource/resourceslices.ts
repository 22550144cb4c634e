/** Source: pkg/registry/resource/resourceslice, pkg/apis/resource/validation/validation.go. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type Behaviours } from '../../features/behaviours.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { validateDriverName } from '../storage/parameters.js';

interface ResourceSlice extends KubeObject {
  spec: { driver: string; nodeName?: string; pool?: { name: string } };
}

const SPEC = Path.of('spec');
const POOL = SPEC.child('pool', 'name');

function validateSlice({ spec: { driver, pool } }: ResourceSlice, wording: Behaviours): FieldError[] {
  const name = pool?.name ?? '';
  const broken = name.split('/').flatMap((part) => nameIsDNSSubdomain(part, false));
  return [
    ...validateDriverName(driver, SPEC.child('driver'), wording),
    ...(name === '' ? [required(POOL)] : broken.map((text) => invalid(POOL, name, text))),
  ];
}

export const resourceslices = defineBehaviour<ResourceSlice>({
  group: 'resource.k8s.io',
  resource: 'resourceslices',
  strategy: {
    validate: (slice, { features }) => validateSlice(slice, features.behaviours),
    validateUpdate: (slice, old, { features }) => [
      ...validateSlice(slice, features.behaviours),
      ...validateImmutable(slice.spec.driver, old.spec.driver, SPEC.child('driver')),
      ...validateImmutable(slice.spec.nodeName, old.spec.nodeName, SPEC.child('nodeName')),
      ...validateImmutable(slice.spec.pool?.name, old.spec.pool?.name, POOL),
    ],
  },
  selectableFields: {
    'spec.driver': ({ spec }) => spec.driver,
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
  },
  columns: [
    nameColumn,
    textColumn('Node', 'The node that has the devices.', ({ spec }) => spec.nodeName ?? ''),
    textColumn('Driver', 'Who looks after them.', ({ spec }) => spec.driver),
    textColumn('Pool', 'The pool that they are part of.', ({ spec }) => spec.pool?.name ?? ''),
    ageColumn,
  ],
  description: 'Some of the devices that a driver has.',
  example: {
    metadata: { name: 'gpus-1' },
    spec: {
      ...{ driver: 'gpu.example.com', nodeName: 'node-1' },
      pool: { name: 'node-1', generation: 1, resourceSliceCount: 1 } as { name: string },
    },
  },
});
