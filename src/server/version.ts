/** The body of GET /version. Source: k8s.io/apimachinery/pkg/version/types.go. */
import { type Features } from '../features/features.js';
import { versionRow } from '../features/resolve.js';

export interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  readonly emulationMajor?: string;
  readonly emulationMinor?: string;
  readonly minCompatibilityMajor?: string;
  readonly minCompatibilityMinor?: string;
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  /** RFC 3339. */
  readonly buildDate: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

/** As upstream's release of the chosen version answers; gitCommit is empty, since this is not upstream's build. */
export function versionInfo(features: Features): VersionInfo {
  const { major, minor, patch } = features.version;
  const row = versionRow(minor);
  return {
    major: String(major),
    minor: String(minor),
    ...(features.behaviours.versionShowsEmulation && {
      emulationMajor: String(major),
      emulationMinor: String(minor),
      minCompatibilityMajor: String(major),
      minCompatibilityMinor: String(minor - 1),
    }),
    gitVersion: `v${major}.${minor}.${patch}`,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: row.released,
    goVersion: `go${row.go}`,
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
