/** From `--kubernetes-version` and `--feature-gates` to Features. */
import { type Behaviours } from './behaviours.js';
import { type Features, type KubernetesVersion } from './features.js';
import { type Gate, type GateName, gatesOf, valueWithoutGate } from './gates.js';
import { nearest } from './nearest.js';
import { LATER_ADMISSION_BEHAVIOURS } from './admission-versions.js';
import { LATER_POD_BEHAVIOURS } from './pod-versions.js';
import { FIRST_ROW, LATER_ROWS, type VersionRow } from './versions.js';

const ROWS: readonly VersionRow[] = [FIRST_ROW, ...LATER_ROWS];

/** The minors that can be chosen, oldest first. */
export const KNOWN_MINORS: readonly number[] = ROWS.map((row) => row.minor);

/** The default minor: the newest known. */
export const NEWEST_MINOR = Math.max(...KNOWN_MINORS);

export interface FeatureChoice {
  /** `1.24`, `1.24.17`, `v1.24.17`; undefined: the newest. */
  readonly version: string | undefined;
  /** As --feature-gates gives them, with the pseudo-gates AllAlpha and AllBeta. */
  readonly featureGates: Readonly<Record<string, boolean>> | undefined;
}

/** @throws Error with one line for the user: an unknown version, an unknown gate, a locked gate. */
export function resolveFeatures({ version, featureGates }: FeatureChoice): Features {
  const chosen = parseVersion(version);
  const gates = gatesOf(chosen.minor);
  const values = gateValues(gates, featureGates ?? {}, chosen.minor);
  return {
    version: chosen,
    enabled: (gate: GateName) => {
      let value = values.get(gate);
      if (value === undefined) values.set(gate, (value = valueWithoutGate(gate, chosen.minor)));
      return value;
    },
    behaviours: behavioursOf(chosen.minor),
  };
}

/** The row of a known minor. */
export function versionRow(minor: number): VersionRow {
  const row = ROWS.find((candidate) => candidate.minor === minor);
  if (row === undefined) throw new Error(`no row for Kubernetes 1.${minor} in src/features/versions.ts`);
  return row;
}

/** The sum of the rows up to a minor. */
export function behavioursOf(minor: number): Behaviours {
  const changes = [
    ...LATER_ROWS.map((row) => [row.minor, row.behaviours] as const),
    ...LATER_POD_BEHAVIOURS,
    ...LATER_ADMISSION_BEHAVIOURS,
  ].filter(([since]) => since <= minor);
  return changes.reduce<Behaviours>((sum, [, behaviours]) => ({ ...sum, ...behaviours }), FIRST_ROW.behaviours);
}

function parseVersion(text: string | undefined): KubernetesVersion {
  if (text === undefined) return { major: 1, minor: NEWEST_MINOR, patch: versionRow(NEWEST_MINOR).patch };
  const [, minor, patch] = /^v?1\.(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (minor === undefined || !KNOWN_MINORS.includes(Number(minor))) {
    const known = `1.${String(KNOWN_MINORS[0])} … 1.${String(NEWEST_MINOR)}`;
    throw new Error(`unknown Kubernetes version "${text}": choose one of ${known}, with or without a patch number`);
  }
  return {
    major: 1,
    minor: Number(minor),
    patch: patch === undefined ? versionRow(Number(minor)).patch : Number(patch),
  };
}

function gateValues(
  gates: ReadonlyMap<string, Gate>,
  asked: Readonly<Record<string, boolean>>,
  minor: number,
): Map<string, boolean> {
  const values = new Map([...gates].map(([name, gate]) => [name, gate.default]));
  for (const [pseudo, prerelease] of [
    ['AllAlpha', 'ALPHA'],
    ['AllBeta', 'BETA'],
  ] as const) {
    const value = asked[pseudo];
    if (value === undefined) continue;
    for (const [name, gate] of gates) {
      if (gate.prerelease === prerelease && !gate.lockToDefault) values.set(name, value);
    }
  }
  for (const [name, value] of Object.entries(asked)) {
    if (name === 'AllAlpha' || name === 'AllBeta') continue;
    const gate = gates.get(name);
    if (gate === undefined) throw new Error(unrecognized(name, gates, minor));
    if (gate.lockToDefault && value !== gate.default) {
      throw new Error(
        `cannot set feature gate ${name} to ${String(value)}, feature is locked to ${String(gate.default)}`,
      );
    }
    values.set(name, value);
  }
  return values;
}

function unrecognized(name: string, gates: ReadonlyMap<string, Gate>, minor: number): string {
  const guess = nearest(name, [...gates.keys()]);
  const mend = guess === undefined ? '' : `; did you mean ${guess}?`;
  return `unrecognized feature gate: ${name} (Kubernetes 1.${String(minor)})${mend}`;
}
