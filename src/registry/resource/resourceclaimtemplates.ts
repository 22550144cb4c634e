/** Source: pkg/registry/resource/resourceclaimtemplate, pkg/apis/resource/{v1,validation}. */
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { defaultDeviceRequests, type DeviceClaim, validateDeviceClaim } from './device-claims.js';

interface ResourceClaimTemplate extends KubeObject {
  spec: { spec?: { devices?: DeviceClaim } };
}

const SPEC = Path.of('spec');

export const resourceclaimtemplates = defineBehaviour<ResourceClaimTemplate>({
  group: 'resource.k8s.io',
  resource: 'resourceclaimtemplates',
  strategy: {
    default: ({ spec }) => defaultDeviceRequests(spec.spec?.devices),
    validate: ({ spec }, { features }) =>
      validateDeviceClaim(spec.spec?.devices, SPEC.child('spec', 'devices'), features.behaviours),
    validateUpdate: (template, old) => validateImmutable(template.spec, old.spec, SPEC),
  },
  columns: [nameColumn, ageColumn],
  description: 'From which pods get resource claims of their own.',
  example: {
    metadata: { name: 'gpu' },
    spec: { spec: { devices: { requests: [{ name: 'one', exactly: { deviceClassName: 'gpu.example.com' } }] } } },
  },
});
