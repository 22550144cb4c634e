/** Source: pkg/registry/resource/resourceclaim, pkg/apis/resource/{v1,validation}. */
import { type FieldError } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { defaultDeviceRequests, type DeviceClaim, validateDeviceClaim } from './device-claims.js';

interface ResourceClaim extends KubeObject {
  spec: { devices?: DeviceClaim };
  status?: { allocation?: object; reservedFor?: object[] };
}

const SPEC = Path.of('spec');

function validateUpdate(claim: ResourceClaim, old: ResourceClaim): FieldError[] {
  return validateImmutable(claim.spec, old.spec, SPEC);
}

function state({ metadata, status = {} }: ResourceClaim): string {
  const deleted = metadata.deletionTimestamp !== undefined;
  const { allocation, reservedFor = [] } = status;
  const states = [
    ...(deleted ? ['deleted'] : []),
    ...(allocation === undefined
      ? deleted
        ? []
        : ['pending']
      : ['allocated', ...(reservedFor.length > 0 ? ['reserved'] : [])]),
  ];
  return states.join(',');
}

export const resourceclaims = defineBehaviour<ResourceClaim>({
  group: 'resource.k8s.io',
  resource: 'resourceclaims',
  strategy: {
    default: ({ spec }) => defaultDeviceRequests(spec.devices),
    validate: ({ spec }, { features }) => validateDeviceClaim(spec.devices, SPEC.child('devices'), features.behaviours),
    validateUpdate,
  },
  columns: [nameColumn, textColumn('State', 'Whether devices were found, and kept.', state), ageColumn],
  description: 'Asks for devices.',
  example: {
    metadata: { name: 'gpu' },
    spec: { devices: { requests: [{ name: 'one', exactly: { deviceClassName: 'gpu.example.com' } }] } },
  },
});
