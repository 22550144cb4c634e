/** Source: pkg/registry/storagemigration/storagemigration, pkg/printers/internalversion/printers.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface StorageVersionMigration extends KubeObject {
  spec: { resource?: { group?: string; resource?: string } };
  status?: { conditions?: { type: string; status: string }[] };
}

const STATES = ['Running', 'Failed', 'Succeeded'];

export const storageversionmigrations = defineBehaviour<StorageVersionMigration>({
  group: 'storagemigration.k8s.io',
  resource: 'storageversionmigrations',
  columns: [
    { ...nameColumn, format: '' },
    textColumn('Resource', 'The resource whose objects are written anew.', ({ spec: { resource } }) =>
      [resource?.resource ?? '', resource?.group ?? ''].filter((part) => part !== '').join('.'),
    ),
    textColumn(
      'Status',
      'How far it is.',
      ({ status }) =>
        status?.conditions?.findLast((one) => one.status === 'True' && STATES.includes(one.type))?.type ?? 'Unknown',
    ),
  ],
  description: 'Asks for all objects of a resource to be written anew. Nothing has to be, here.',
  example: { metadata: { name: 'secrets' }, spec: { resource: { group: '', resource: 'secrets' } } },
});
