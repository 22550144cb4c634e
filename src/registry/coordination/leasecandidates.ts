/** Source: pkg/printers/internalversion/printers.go (printLeaseCandidate). */
import { type KubeObject } from '../../apis/meta/v1.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface LeaseCandidate extends KubeObject {
  spec?: { leaseName?: string; binaryVersion?: string; emulationVersion?: string };
}

export const leasecandidates = defineBehaviour<LeaseCandidate>({
  group: 'coordination.k8s.io',
  resource: 'leasecandidates',
  columns: [
    nameColumn,
    textColumn('LeaseName', 'The lease that it would hold.', ({ spec }) => spec?.leaseName ?? ''),
    textColumn('BinaryVersion', 'The version that it is.', ({ spec }) => spec?.binaryVersion ?? ''),
    textColumn('EmulationVersion', 'The version that it behaves as.', ({ spec }) => spec?.emulationVersion ?? ''),
    ageColumn,
  ],
  description: 'Says that somebody would hold a lease.',
});
