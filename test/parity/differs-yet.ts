/** Steps that are not answered as recorded yet. This list may only get shorter. */

export interface DiffersYet {
  readonly scenario: string;
  readonly steps: readonly string[];
  readonly reason: string;
  /** Default: every recorded minor. */
  readonly minors?: readonly number[];
}

export const DIFFERS_YET: readonly DiffersYet[] = [];

/** The listed steps of a scenario in one minor. */
export function stepsDifferingYet(scenario: string, minor: number): readonly string[] {
  const rows = DIFFERS_YET.filter((row) => row.scenario === scenario && (row.minors?.includes(minor) ?? true));
  return rows.flatMap(({ steps }) => steps);
}

/** Scenarios that nothing is said of yet, and why. */
export const NOT_REPLAYED: Readonly<Record<string, string>> = {};
