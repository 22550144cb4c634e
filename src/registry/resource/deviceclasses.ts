/** Source: pkg/registry/resource/deviceclass, pkg/printers/internalversion/printers.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';

export const deviceclasses = defineBehaviour<KubeObject & { spec: object }>({
  group: 'resource.k8s.io',
  resource: 'deviceclasses',
  columns: [nameColumn, ageColumn],
  description: 'Devices that claims may ask for by one name.',
  example: { metadata: { name: 'gpu.example.com' }, spec: {} },
});
