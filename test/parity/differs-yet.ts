/** Steps of the machinery scenarios that are not answered as recorded yet. This list may only get shorter. */

export interface DiffersYet {
  readonly scenario: string;
  readonly steps: readonly string[];
  readonly reason: string;
  /** Default: every recorded minor. */
  readonly minors?: readonly number[];
}

const MANAGED_FIELDS = 'the refused object is shown whole, and ours has no managedFields yet';

const APPLY = 'server-side apply is not there yet';

export const DIFFERS_YET: readonly DiffersYet[] = [
  {
    scenario: 'bad-requests',
    steps: ['patch that changes the kind', 'patch with a wrong type of value'],
    reason: MANAGED_FIELDS,
  },
  { scenario: 'metadata', steps: ['Strict: on apply'], reason: APPLY },
  {
    scenario: 'custom-resources',
    steps: ['apply', 'apply, in conflict', 'a list as a table', 'delete all'],
    reason: APPLY,
  },
];

/** Scenarios that nothing is said of yet, and why. */
export const NOT_REPLAYED: Readonly<Record<string, string>> = {
  'server-side-apply': 'managedFields and server-side apply are not there yet',
};
