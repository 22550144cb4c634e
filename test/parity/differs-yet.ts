/** Steps of the machinery scenarios that are not answered as recorded yet. This list may only get shorter. */

export interface DiffersYet {
  readonly scenario: string;
  readonly steps: readonly string[];
  readonly reason: string;
  /** Default: every recorded minor. */
  readonly minors?: readonly number[];
}

const MANAGED_FIELDS = 'the refused object is shown whole, and ours has no managedFields yet';
const EVENTS = 'events are stored as they are yet';
const LEASES = 'leases are stored as they are yet';

export const DIFFERS_YET: readonly DiffersYet[] = [
  {
    scenario: 'bad-requests',
    steps: ['patch that changes the kind', 'patch with a wrong type of value'],
    reason: MANAGED_FIELDS,
  },
  { scenario: 'lists', steps: ['field: of an event'], reason: EVENTS },
  { scenario: 'tables', steps: ['table of one of events', 'table of events'], reason: EVENTS },
  { scenario: 'subresources', steps: ['scale as a table'], reason: 'a view has no columns of its own yet' },
  {
    scenario: 'subresources',
    steps: [
      'an event about another namespace',
      'an event about nothing',
      'an event in the other group',
      'read as a core event',
      'events are selected by object',
    ],
    reason: EVENTS,
  },
  { scenario: 'subresources', steps: ['a lease', 'another takes it with an old version'], reason: LEASES },
  { scenario: 'subresources', steps: ['update without a version is allowed'], minors: [23, 24], reason: LEASES },
  { scenario: 'metadata', steps: ['Strict: on apply'], reason: 'server-side apply is not there yet' },
];

/** Scenarios that nothing is said of yet, and why. */
export const NOT_REPLAYED: Readonly<Record<string, string>> = {
  'server-side-apply': 'managedFields and server-side apply are not there yet',
  'custom-resources': 'custom resources are not there yet',
};
