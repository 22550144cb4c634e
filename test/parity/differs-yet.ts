/** Steps that are not answered as recorded yet. This list may only get shorter. */

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
  { scenario: 'custom-resources', steps: ['as protobuf'], reason: 'custom objects are refused in JSON yet' },
  { scenario: 'access-reviews', steps: ['with a name'], minors: [37], reason: MANAGED_FIELDS },
  { scenario: 'custom-resources', steps: ['no kind'], minors: [23, 24], reason: 'older words are not there yet' },
];

/** The listed steps of a scenario in one minor. */
export function stepsDifferingYet(scenario: string, minor: number): readonly string[] {
  const rows = DIFFERS_YET.filter((row) => row.scenario === scenario && (row.minors?.includes(minor) ?? true));
  return rows.flatMap(({ steps }) => steps);
}

/** Scenarios that nothing is said of yet, and why. */
export const NOT_REPLAYED: Readonly<Record<string, string>> = {
  'server-side-apply': 'managedFields and server-side apply are not there yet',
};
